import path from "node:path";
import { setImmediate as otherWork } from "node:timers/promises";
import { writeWhole } from "../core/writeWhole";
import { warmUp } from "../view/staticImage";
import { asChapter, faultsText } from "./chapter";
import { firstSlide, markdownOf, sectionSlides } from "./deckHtml";
import { deckPage } from "./deckPage";
import { fragments } from "./fragments";
import type { PagesContext } from "./pages";
import { type PdfContext, printedPage } from "./pdf";
import { outlineOf } from "./slideOutline";
import type { Source } from "./sources";

const title = "The lecture lab: slides";

export interface Deck {
  readonly file: string;
  /** The sections, each with its slides, as they stand in the page. */
  readonly slides: string;
  readonly count: number;
  readonly bytes: number;
}

/** Writes slides.html, whole, and names what could not be shown. */
export async function writeDeck(sources: readonly Source[], context: PagesContext): Promise<Deck> {
  const { reportFolder, print, signal } = context;
  warmUp(); // while the words are turned
  const outlines = sources.map(outlineOf);
  const texts = [...new Set(outlines.flatMap(markdownOf))];
  const html = await fragments(texts, context);
  const turned = new Map(texts.map((text, i) => [text, html[i]]));
  const parts = [
    firstSlide(
      sources.map(asChapter).flatMap(({ claims }) => claims),
      sources.length,
    ),
  ];
  for (const outline of outlines) {
    signal.throwIfAborted();
    const faults = [...outline.chapter.faults];
    parts.push(
      sectionSlides(
        outline,
        (text) => turned.get(text) ?? "",
        (fault) => faults.push(fault),
      ),
    );
    if (faults.length) print(faultsText({ name: outline.chapter.name, faults }));
    await otherWork(); // drawing blocks: a Ctrl-C is heard between two sections
  }
  const slides = parts.join("\n");
  const page = deckPage({ title, slides });
  const file = path.join(reportFolder, "slides.html");
  writeWhole(file, page);
  return { file, slides, count: slides.split('<section class="slide">').length - 1, bytes: Buffer.byteLength(page) };
}

/** slides.pdf, a slide a page; returns its path and size. */
export const printDeck = (slides: string, context: PdfContext): Promise<string> =>
  printedPage(deckPage({ title, slides, still: true }), {
    ...context,
    pdf: path.join(context.reportFolder, "slides.pdf"),
  });
