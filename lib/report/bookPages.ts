import { escapeHtml } from "../view/progress";
import { appendixHtml, appendixParts } from "./appendix";
import { type Chapter, decoded, pageOf, runText, stoppedText, versionsText } from "./chapter";
import { appendix, type ContentsOptions, contents, contentsParts, faultsHtml, type Outlined } from "./contents";
import { drawFormulas } from "./maths";
import type { Page } from "./page";
import type { PagePart } from "./pageParts";
import type { Listed } from "./sideList";

/** The report as pages: the lecture, a section each, the appendix. */
export interface Book {
  readonly chapters: readonly (Outlined & { readonly body: string })[];
  readonly options: ContentsOptions;
}

export function notebookPage({ chapters, options }: Book, i: number): Page {
  const { name, title, section, record, faults, body, outline } = chapters[i];
  const failure = record?.failure;
  const stopped = failure ? `<p class="stop" role="alert">The notebook ${escapeHtml(stoppedText(failure))}</p>\n` : "";
  const damaged = faults.length ? `${faultsHtml(faults)}\n` : "";
  const parts = outline.filter(({ level }) => level === 2);
  return {
    title,
    body: `${stopped}${damaged}${drawFormulas(linkedPages(body, chapters))}`,
    pages: listed({ chapters, options }, pageOf(name), parts),
    footer: escapeHtml(`Section ${section}, ${runText(record)}.${record ? ` ${versionsText(record)}.` : ""}`),
  };
}

const first = "index.html";

export const indexPage = (book: Book): Page => ({
  ...{ title: "The lecture lab: report", body: contents(book.chapters, book.options), footer: made },
  pages: listed(book, first, contentsParts(book.options)),
});

export const appendixPage = (book: Book): Page => ({
  ...{ title: "The lecture lab: appendix", body: appendixHtml(book.chapters), footer: made },
  pages: listed(book, appendix, appendixParts),
});

const made = "Made by npm start or npm run report. Every file of this report opens without a network.";

/** The report's pages, and the headings of this one. */
function listed({ chapters, options }: Book, here: string, parts: readonly Pick<PagePart, "id" | "title">[]): Listed[] {
  const all: Listed[] = [
    { title: "The lecture lab", address: first },
    ...chapters.map(({ name, title }) => ({ title, address: pageOf(name) })),
    { title: "Appendix", address: appendix },
    ...(options.reference ? [{ title: "The library", address: options.reference }] : []),
  ];
  return all.map((one) => (one.address === here ? { ...one, parts } : one));
}

/** A link from notebook to notebook leads from page to page, where there is one; else to the notebook itself. */
export function linkedPages(body: string, chapters: readonly Pick<Chapter, "name">[]): string {
  const names = new Set(chapters.map(({ name }) => name));
  return body.replace(/href="(?:\.\/)?([^"./#?:][^"#?:]*)\.ipynb/g, (_, name: string) =>
    names.has(decoded(name)) ? `href="${pageOf(decoded(name))}` : `href="../notebooks/${name}.ipynb`,
  );
}
