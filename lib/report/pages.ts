import { existsSync } from "node:fs";
import path from "node:path";
import { searchFile } from "../page/searchEntry";
import { appendixPage, indexPage, notebookPage } from "./bookPages";
import { asChapter, type Chapter, faultsText } from "./chapter";
import type { Comparison } from "./comparison";
import { writeFigures } from "./figureFiles";
import { momentScript, scriptsAsked } from "./keptMoments";
import { type OwnFiles, openOwnFiles } from "./ownFiles";
import { bundled, livePage, page } from "./page";
import { pageParts } from "./pageParts";
import { render } from "./render";
import { searchIndex } from "./searchIndex";
import { forSite, type Site } from "./site";
import type { Source } from "./sources";
import type { Print } from "./terminal";

export interface PagesContext {
  readonly reportFolder: string;
  readonly python: string;
  readonly signal: AbortSignal;
  readonly print: Print;
}

export interface PagesOptions {
  /** The pages' code cells are folded. */
  readonly hideCode?: boolean;
  readonly comparison?: Comparison;
  /** To be published, as a folder of its own. */
  readonly site?: Site;
  /** These are not all notebooks: the others' files stay. */
  readonly some?: boolean;
}

/** What a page may weigh: it opens on a phone, and goes through the mail. */
export const largestPage = 5_000_000;

/**
 * Writes a page per notebook, the figures, the index of the search, claims.json, appendix.html and index.html, each whole, and names
 * what could not be used; returns the pages' sizes. Takes away what is of no notebook any more, unless these are only some of them.
 */
export async function writePages(
  sources: readonly Source[],
  context: PagesContext,
  { hideCode, comparison, some, site }: PagesOptions = {},
): Promise<number[]> {
  const { reportFolder, print } = context;
  const written = openOwnFiles(reportFolder);
  try {
    const drawn = await drawnChapters(sources, { ...context, written, format: "html", hideCode });
    const chapters = drawn.map((chapter) => ({ ...chapter, outline: pageParts(chapter.body) }));
    const write = (name: string, whole: string) => {
      const html = site ? forSite(whole, site) : whole;
      written.write(`${name}.html`, html);
      const size = Buffer.byteLength(html);
      if (size > largestPage) print(tooLarge(name, size));
      return size;
    };
    const reference = existsSync(path.join(reportFolder, api)) ? api : undefined;
    const book = { chapters, options: { comparison, reference } };
    const sizes = chapters.map(({ name }, i) => {
      const html = page(notebookPage(book, i));
      if (html.includes(`src="${livePage}"`)) written.write(livePage, bundled("livePage"));
      return write(name, within(largestPage, html));
    });
    for (const file of scriptsAsked(sources)) written.write(file, await momentScript(file));
    if (site) written.write(".nojekyll", ""); // GitHub would leave out what begins with an underscore
    const claims = chapters.flatMap((chapter) => chapter.claims);
    written.write("claims.json", `${JSON.stringify(claims, null, 2)}\n`);
    written.write(searchFile, searchIndex(chapters));
    const around = [write("appendix", page(appendixPage(book))), write("index", page(indexPage(book)))];
    if (!some) written.forgetOthers((name) => !name.startsWith("markdown/"));
    return [...sizes, ...around];
  } finally {
    written.close();
  }
}

/** The library's reference (npm run docs), from the report's folder. */
const api = "api/index.html";

const tooLarge = (name: string, size: number): string => {
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  return `${name}.html has ${megabytes(size)}: a page should stay under ${megabytes(largestPage)}; show less data\n`;
};

export interface DrawnChapter extends Chapter {
  /** Its cells. */
  readonly body: string;
}

interface DrawOptions extends PagesContext {
  readonly written: OwnFiles;
  readonly format: "html" | "markdown";
  readonly hideCode?: boolean;
}

/** Each notebook with its cells, its figures drawn into files; what failed is told here, and stands among its faults. */
export async function drawnChapters(sources: readonly Source[], options: DrawOptions): Promise<DrawnChapter[]> {
  const { format, hideCode, print } = options;
  const folded = format === "html" ? "folded" : "none";
  const rendered = render(sources, { ...options, code: hideCode ? folded : "open" });
  const chapters = sources.map(asChapter);
  const pictures = chapters.flatMap((chapter) => chapter.pictures);
  const drawn = writeFigures(pictures, { ...options, folder: format === "html" ? "." : "markdown" });
  const [bodies, undrawn] = await Promise.all([rendered, drawn]); // a second process works while this one draws
  return chapters.map((chapter, i) => {
    const { body, failure } = bodies[i];
    const failed = failure === undefined ? [] : [`its cells cannot be shown: ${failure}`];
    const faults = [...chapter.faults, ...failed, ...chapter.pictures.flatMap(({ id }) => undrawn.get(id) ?? [])];
    if (faults.length) print(faultsText({ ...chapter, faults }));
    return { ...chapter, faults, body };
  });
}

/** A page that is too large leaves its still pictures to the files beside it: they show where scripts do not run. */
function within(limit: number, html: string): string {
  if (Buffer.byteLength(html) <= limit) return html;
  return html.replace(
    /(<figure class="plot" id="([^"]+)"><img [^>]*src=")data:image\/png;base64,[^"]*"/g,
    (_, before: string, id: string) => `${before}figures/${id}.png"`,
  );
}
