import { spawn } from "node:child_process";
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { LabError } from "../core/errors";
import { projectRoot } from "../core/project";
import { escapeHtml } from "../view/progress";
import { type Chapter, contents, runText, stoppedText, versionsText } from "./contents";
import { writeWhole } from "./files";
import { claimsOf } from "./ledger";
import { drawFormulas } from "./maths";
import { type Notebook, picturesOf, type RunRecord, titleOf } from "./notebook";
import { type Page, page } from "./page";
import type { Section } from "./section";

/** An executed notebook, as it lies in the report. */
export interface Executed {
  readonly section: Section;
  readonly file: string;
  readonly notebook: Notebook;
  readonly record: RunRecord;
}

export interface PagesContext {
  readonly reportFolder: string;
  readonly python: string;
  readonly signal: AbortSignal;
}

/** Writes a page per executed notebook, the figures, claims.json and index.html, each whole. */
export async function writePages(executed: readonly Executed[], context: PagesContext): Promise<void> {
  const { reportFolder } = context;
  const bodies = await renderBodies(executed, context);
  const chapters = executed.map(asChapter);
  for (const [i, chapter] of chapters.entries()) {
    await writeFigures(chapter, reportFolder);
    const html = page(notebookPage(chapters, i, bodies[i]));
    await writeWhole(path.join(reportFolder, `${chapter.name}.html`), html);
  }
  const claims = chapters.flatMap((chapter) => chapter.claims);
  await writeWhole(path.join(reportFolder, "claims.json"), `${JSON.stringify(claims, null, 2)}\n`);
  await writeWhole(path.join(reportFolder, "index.html"), page(indexPage(chapters)));
}

function asChapter({ section, notebook, record }: Executed): Chapter {
  const { name, number } = section;
  const claims = claimsOf(notebook, name);
  return { name, section: number, title: titleOf(notebook, name), record, claims, pictures: picturesOf(notebook) };
}

function notebookPage(chapters: readonly Chapter[], i: number, body: string): Page {
  const { title, section, record } = chapters[i];
  const { failure } = record;
  const stopped = failure ? `<p class="stop" role="alert">The notebook ${escapeHtml(stoppedText(failure))}</p>\n` : "";
  const [before, after] = [chapters[i - 1], chapters[i + 1]];
  return {
    title,
    body: `${stopped}${drawFormulas(linkedPages(body, chapters))}`,
    navigation: [
      ["The lecture lab", "index.html"],
      ...(before ? [[`← ${before.section}`, `${before.name}.html`] as const] : []),
      ...(after ? [[`${after.section} →`, `${after.name}.html`] as const] : []),
    ],
    footer: `Section ${section}, ${runText(record)}. ${versionsText(record)}.`,
  };
}

function indexPage(chapters: readonly Chapter[]): Page {
  const footer = "Made by npm start. Every file of this report opens without a network.";
  return { title: "The lecture lab: report", body: contents(chapters), footer };
}

/** A link from notebook to notebook leads from page to page, where there is one. */
function linkedPages(body: string, chapters: readonly Chapter[]): string {
  const names = new Set(chapters.map(({ name }) => name));
  return body.replace(/href="(?:\.\/)?([^"/#]+)\.ipynb/g, (link, name: string) =>
    names.has(name) ? `href="${name}.html` : link,
  );
}

async function writeFigures({ name, pictures }: Chapter, reportFolder: string): Promise<void> {
  const folder = path.join(reportFolder, "figures", name);
  for (const { id, png } of pictures) await writeWhole(path.join(folder, `${id}.png`), png);
  const current = new Set(pictures.map(({ id }) => id));
  await removeUnless(folder, ".png", current);
}

/** Takes away what earlier runs left of notebooks that are not among `names` any more. */
export async function removeOthers(names: ReadonlySet<string>, reportFolder: string): Promise<void> {
  await removeUnless(reportFolder, ".html", new Set(["index", ...names]));
  await removeUnless(path.join(reportFolder, "notebooks"), ".ipynb", names);
  const figures = await readdir(path.join(reportFolder, "figures"), { withFileTypes: true }).catch(() => []);
  const folders = figures.filter((entry) => entry.isDirectory() && !names.has(entry.name));
  for (const { name } of folders) await rm(path.join(reportFolder, "figures", name), { recursive: true, force: true });
}

async function removeUnless(folder: string, ending: string, current: ReadonlySet<string>): Promise<void> {
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith(ending));
  for (const file of files)
    if (!current.has(path.basename(file, ending))) await rm(path.join(folder, file), { force: true });
}

/** The HTML of each notebook's cells, made by nbconvert. */
async function renderBodies(executed: readonly Executed[], { python, signal }: PagesContext): Promise<string[]> {
  if (executed.length === 0) return [];
  const script = path.join(projectRoot, "lib/report/render.py");
  const child = spawn(python, [script, ...executed.map(({ file }) => file)], { signal });
  const [out, err]: Buffer[][] = [[], []];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  const code = await new Promise((resolve, reject) => child.once("close", resolve).once("error", reject));
  if (code !== 0) throw new LabError(`the pages cannot be made: ${Buffer.concat(err).toString().trim()}`);
  const lines = Buffer.concat(out).toString().trim().split("\n");
  return lines.map((line) => (JSON.parse(line) as { body: string }).body);
}
