import { existsSync } from "node:fs";
import path from "node:path";
import { escapeHtml } from "../view/progress";
import { asChapter, type Chapter, decoded, faultsText, pageOf, runText, stoppedText, versionsText } from "./chapter";
import type { Comparison } from "./comparison";
import { type ContentsOptions, contents, faultsHtml } from "./contents";
import { writeFigures } from "./figureFiles";
import { momentScript, scriptsAsked } from "./keptMoments";
import { drawFormulas } from "./maths";
import { type OwnFiles, openOwnFiles } from "./ownFiles";
import { bundled, livePage, type Page, page } from "./page";
import { render } from "./render";
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
 * Writes a page per notebook, the figures, claims.json and index.html, each whole, and names what could not be used; returns
 * the pages' sizes. Takes away what is of no notebook any more, unless these are only some of them.
 */
export async function writePages(
  sources: readonly Source[],
  context: PagesContext,
  { hideCode, comparison, some, site }: PagesOptions = {},
): Promise<number[]> {
  const { reportFolder, print } = context;
  const written = openOwnFiles(reportFolder);
  try {
    const chapters = await drawnChapters(sources, { ...context, written, format: "html", hideCode });
    const write = (name: string, whole: string) => {
      const html = site ? forSite(whole, site) : whole;
      written.write(`${name}.html`, html);
      const size = Buffer.byteLength(html);
      if (size > largestPage) print(tooLarge(name, size));
      return size;
    };
    const sizes = chapters.map(({ name, body }, i) => {
      const html = page(notebookPage(chapters, i, body));
      if (html.includes(`src="${livePage}"`)) written.write(livePage, bundled("livePage"));
      return write(name, within(largestPage, html));
    });
    for (const file of scriptsAsked(sources)) written.write(file, await momentScript(file));
    if (site) written.write(".nojekyll", ""); // GitHub would leave out what begins with an underscore
    const claims = chapters.flatMap((chapter) => chapter.claims);
    written.write("claims.json", `${JSON.stringify(claims, null, 2)}\n`);
    const reference = existsSync(path.join(reportFolder, api)) ? api : undefined;
    const index = write("index", page(indexPage(chapters, { comparison, reference })));
    if (!some) written.forgetOthers((name) => !name.startsWith("markdown/"));
    return [...sizes, index];
  } finally {
    written.close();
  }
}

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

function notebookPage(chapters: readonly Chapter[], i: number, body: string): Page {
  const { title, section, record, faults } = chapters[i];
  const failure = record?.failure;
  const stopped = failure ? `<p class="stop" role="alert">The notebook ${escapeHtml(stoppedText(failure))}</p>\n` : "";
  const damaged = faults.length ? `${faultsHtml(faults)}\n` : "";
  const [before, after] = [chapters[i - 1], chapters[i + 1]];
  return {
    title,
    body: `${stopped}${damaged}${drawFormulas(linkedPages(body, chapters))}`,
    navigation: [
      ["The lecture lab", "index.html"],
      ...(before ? [[`← ${before.section}`, pageOf(before.name)] as const] : []),
      ...(after ? [[`${after.section} →`, pageOf(after.name)] as const] : []),
    ],
    footer: escapeHtml(`Section ${section}, ${runText(record)}.${record ? ` ${versionsText(record)}.` : ""}`),
  };
}

function indexPage(chapters: readonly Chapter[], options: ContentsOptions): Page {
  const footer = "Made by npm start or npm run report. Every file of this report opens without a network.";
  return { title: "The lecture lab: report", body: contents(chapters, options), footer };
}

/** The library's reference (npm run docs), from the report's folder. */
const api = "api/index.html";

/** A link from notebook to notebook leads from page to page, where there is one; else to the notebook itself. */
export function linkedPages(body: string, chapters: readonly Chapter[]): string {
  const names = new Set(chapters.map(({ name }) => name));
  return body.replace(/href="(?:\.\/)?([^"/#?:]+)\.ipynb/g, (_, name: string) =>
    names.has(decoded(name)) ? `href="${pageOf(decoded(name))}` : `href="../notebooks/${name}.ipynb`,
  );
}
