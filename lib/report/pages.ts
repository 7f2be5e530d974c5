import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { writeWhole } from "../core/writeWhole";
import { escapeHtml } from "../view/progress";
import { asChapter, type Chapter, pageOf, runText, stoppedText, versionsText } from "./chapter";
import type { Comparison } from "./comparison";
import { type ContentsOptions, contents } from "./contents";
import { writeFigures } from "./figureFiles";
import { drawFormulas } from "./maths";
import { type Page, page } from "./page";
import { render } from "./render";
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
}

/** What a page may weigh: it opens on a phone, and goes through the mail. */
export const largestPage = 5_000_000;

/** Writes a page per notebook, the figures, claims.json and index.html, each whole; returns the pages' sizes. */
export async function writePages(
  sources: readonly Source[],
  context: PagesContext,
  { hideCode, comparison }: PagesOptions = {},
): Promise<number[]> {
  const { reportFolder } = context;
  const code = hideCode ? "folded" : "open";
  const rendered = render(sources, { ...context, format: "html", code });
  const chapters = sources.map(asChapter);
  const pictures = chapters.flatMap((chapter) => chapter.pictures);
  const drawn = writeFigures(pictures, path.join(reportFolder, "figures"), context.signal);
  const [bodies] = await Promise.all([rendered, drawn]); // a second process works while this one draws
  const sizes: number[] = [];
  for (const [i, { name }] of chapters.entries()) {
    const html = within(largestPage, page(notebookPage(chapters, i, bodies[i])));
    sizes.push(await writePage(name, html, context));
  }
  const claims = chapters.flatMap((chapter) => chapter.claims);
  writeWhole(path.join(reportFolder, "claims.json"), `${JSON.stringify(claims, null, 2)}\n`);
  const reference = existsSync(path.join(reportFolder, api)) ? api : undefined;
  return [...sizes, await writePage("index", page(indexPage(chapters, { comparison, reference })), context)];
}

async function writePage(name: string, html: string, { reportFolder, print }: PagesContext): Promise<number> {
  writeWhole(path.join(reportFolder, pageOf(name)), html);
  const size = Buffer.byteLength(html);
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  if (size > largestPage)
    print(
      `${pageOf(name)} has ${megabytes(size)}: a page should stay under ${megabytes(largestPage)}; show less data\n`,
    );
  return size;
}

/** A page that is too large leaves its still pictures to the files beside it: they show where scripts do not run. */
function within(limit: number, html: string): string {
  if (Buffer.byteLength(html) <= limit) return html;
  return html.replace(
    /(<figure class="plot" id="([^"]+)"><img [^>]*src=")data:image\/png;base64,[^"]*"/g,
    (_, before: string, id: string) => `${before}figures/${id}.png"`,
  );
}

function notebookPage(chapters: readonly Chapter[], i: number, body: string): Page {
  const { title, section, record } = chapters[i];
  const failure = record?.failure;
  const stopped = failure ? `<p class="stop" role="alert">The notebook ${escapeHtml(stoppedText(failure))}</p>\n` : "";
  const [before, after] = [chapters[i - 1], chapters[i + 1]];
  return {
    title,
    body: `${stopped}${drawFormulas(linkedPages(body, chapters))}`,
    navigation: [
      ["The lecture lab", "index.html"],
      ...(before ? [[`← ${before.section}`, pageOf(before.name)] as const] : []),
      ...(after ? [[`${after.section} →`, pageOf(after.name)] as const] : []),
    ],
    footer: `Section ${section}, ${runText(record)}.${record ? ` ${escapeHtml(versionsText(record))}.` : ""}`,
  };
}

function indexPage(chapters: readonly Chapter[], options: ContentsOptions): Page {
  const footer = "Made by npm start or npm run report. Every file of this report opens without a network.";
  return { title: "The lecture lab: report", body: contents(chapters, options), footer };
}

/** The library's reference (npm run docs), from the report's folder. */
const api = "api/index.html";

/** A link from notebook to notebook leads from page to page, where there is one; else to the notebook itself. */
function linkedPages(body: string, chapters: readonly Chapter[]): string {
  const names = new Set(chapters.map(({ name }) => name));
  return body.replace(/href="(?:\.\/)?([^"/#]+)\.ipynb/g, (_, name: string) =>
    names.has(name) ? `href="${name}.html` : `href="../notebooks/${name}.ipynb`,
  );
}

/** Takes away the pages of notebooks that are not among `names`. */
export const removeOtherPages = (names: ReadonlySet<string>, reportFolder: string): Promise<void> =>
  removeUnless(reportFolder, ".html", new Set(["index", ...names]));

/** Takes away what was computed for notebooks that are not among `names` any more. */
export const removeOtherRuns = (names: ReadonlySet<string>, reportFolder: string): Promise<void> =>
  removeUnless(path.join(reportFolder, "notebooks"), ".ipynb", names);

async function removeUnless(folder: string, ending: string, current: ReadonlySet<string>): Promise<void> {
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith(ending));
  for (const file of files)
    if (!current.has(path.basename(file, ending))) await rm(path.join(folder, file), { force: true });
}
