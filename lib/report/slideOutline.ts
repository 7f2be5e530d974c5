import type { Figure } from "../view/figure";
import { anchorsOf } from "./anchors";
import { asChapter, type Chapter } from "./chapter";
import { joined, type NotebookCell } from "./ipynb";
import type { JudgedClaim } from "./ledger";
import type { ShownPicture } from "./shownPictures";
import { leadSentence, wordsOfCell } from "./slideWords";
import type { Source } from "./sources";

/** What the slides of a section show; its words are Markdown still. */
export interface SectionOutline {
  readonly chapter: Chapter;
  readonly lead: string;
  readonly slides: readonly SlideOutline[];
}

/** A slide of a drawing or of a figure. */
export interface SlideOutline {
  readonly picture: ShownPicture;
  /** The heading that it stands under. */
  readonly heading: string;
  /** What stands before it, in a sentence or two. */
  readonly sentence: string;
  /** The notebook's words before and after it. */
  readonly notes: readonly string[];
  /** The verdicts that it shows. */
  readonly claims: readonly JudgedClaim[];
}

/** A slide a drawing of the lab's and a figure; other pictures have none. What cannot be told of a notebook costs no other anything. */
export function outlineOf(source: Source): SectionOutline {
  const chapter = asChapter(source);
  const { cells } = source.notebook;
  const words = cells.filter(isWords).map(({ source: text }) => joined(text));
  return {
    chapter,
    lead: leadSentence(words.find((text) => /^#\s/m.test(text)) ?? ""),
    slides: chapter.faults.length && source.unreadable ? [] : slidesOf(source, chapter),
  };
}

const isWords = ({ cell_type }: NotebookCell): boolean => cell_type === "markdown";

function slidesOf({ notebook, section }: Source, { title, pictures, claims }: Chapter): SlideOutline[] {
  const anchors = new Map(anchorsOf(notebook, section.name).map(({ output, anchor }) => [output, anchor]));
  const slides: SlideOutline[] = [];
  let [heading, last] = [title, ""];
  notebook.cells.forEach((cell, i) => {
    if (isWords(cell)) {
      last = joined(cell.source);
      heading = wordsOfCell(last).heading ?? heading;
    }
    for (const output of cell.outputs ?? []) {
      const picture = pictures.find(({ id }) => id === anchors.get(output));
      if (!picture?.svg && !(picture?.drawn && hasSomething(picture.drawn))) continue;
      slides.push({
        ...{ picture, heading, sentence: wordsOfCell(last).paragraph },
        notes: [last, wordsAfter(notebook.cells.slice(i + 1))].filter((text) => text.trim()),
        claims: claims.filter(({ figure }) => figure === picture.id),
      });
    }
  });
  return slides;
}

/** Where there is nothing to draw, a figure is a sentence (lib/view/notice.ts), and no slide. */
const hasSomething = ({ data, layout }: Figure): boolean =>
  data.some(({ marker }) => (marker as { opacity?: unknown } | undefined)?.opacity !== 0) ||
  layout.images !== undefined;

/** Of the next cell with words, unless another picture comes before it. */
function wordsAfter(cells: readonly NotebookCell[]): string {
  const next = cells.findIndex((cell) => isWords(cell) || cell.outputs?.some(({ data }) => data?.["image/png"]));
  return next >= 0 && isWords(cells[next]) ? joined(cells[next].source) : "";
}
