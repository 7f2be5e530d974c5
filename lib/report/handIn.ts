import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { expect, LabError } from "../core/errors";
import { projectRoot } from "../core/project";
import { ownFolder } from "../core/scratchFolder";
import { escapeHtml } from "../view/progress";
import { savedText } from "./chapter";
import type { ExportContext } from "./exportReport";
import { joined, type Notebook, titleOf } from "./ipynb";
import { drawFormulas } from "./maths";
import { page } from "./page";
import { labFontStyle } from "./paper";
import { printedPage } from "./pdf";
import { readFormed } from "./readNotebook";
import { render } from "./render";

/** Beside a notebook, and of no student. */
const ofTheLab = ["README.md", "nbgrader_config.py"];
/** More than any teacher's inbox takes. */
const largest = 100e6;

/**
 * A notebook as a student hands it in: a zip of it, of the files beside it, and of its PDF, where there is a browser to print
 * it. What a student would want to know before handing it in is told.
 * @throws {LabError} where it is no notebook, or too much lies beside it
 */
export async function handIn(file: string, context: ExportContext): Promise<boolean> {
  const { reportFolder, python, browser, print } = context;
  const { notebook, faults } = await readFormed(file);
  for (const fault of [...faults, ...doubts(notebook)]) print(`${fault}\n`);
  const name = path.basename(file, ".ipynb");
  const own = filesBeside(file);
  const target = path.join(reportFolder, "hand-in");
  mkdirSync(target, { recursive: true });
  const scratch = ownFolder(target, "packing");
  try {
    const packed: [string, string][] = [[`${name}.ipynb`, file], ...own];
    if (browser) packed.push([`${name}.pdf`, await printed(notebook, file, { ...context, scratch })]);
    else print("The PDF is missing: printing it needs Chromium or Chrome (apt install chromium).\n");
    const zip = path.join(scratch, "packed.zip");
    execFileSync(python, [path.join(projectRoot, "lib/report/handIn.py"), zip], { input: JSON.stringify(packed) });
    renameSync(zip, path.join(target, `${name}.zip`));
    print(`To hand in: ${path.join(target, `${name}.zip`)} (${packed.map(([inZip]) => inZip).join(", ")})\n`);
    return true;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

interface Printing extends ExportContext {
  readonly scratch: string;
}

/** The notebook's PDF. */
async function printed(notebook: Notebook, file: string, { scratch, ...context }: Printing): Promise<string> {
  const name = path.basename(file, ".ipynb");
  const source = { section: { number: "", name, file }, file, notebook, faults: [] };
  const [{ body, failure }] = await render([source], { ...context, format: "html", code: "open" });
  expect(failure === undefined, () => `${file}: it cannot be printed: ${failure}`);
  const html = page({
    title: titleOf(notebook, name),
    body: `<div class="paper"><style>${labFontStyle()}</style><article class="notebook">${drawFormulas(body)}</article></div>`,
    footer: escapeHtml(`${name}.ipynb, ${savedText}.`),
    still: true,
  });
  const pdf = path.join(scratch, `${name}.pdf`);
  await printedPage(html, { ...context, reportFolder: scratch, pdf });
  return pdf;
}

/** What a student should know before handing it in. */
function doubts({ cells }: Notebook): string[] {
  const code = cells.filter(({ cell_type, source }) => cell_type === "code" && joined(source).trim() !== "");
  const cellsOf = code.map((cell) => {
    const { grade_id: id, grade = false } = (cell.metadata.nbgrader ?? {}) as { grade_id?: string; grade?: boolean };
    const failed = cell.outputs?.some(({ output_type }) => output_type === "error") ?? false;
    return { id, grade, failed, ran: "execution_count" in cell && cell.execution_count !== null };
  });
  const ids = cellsOf.flatMap(({ id }) => id ?? []);
  const copied = [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))];
  // Those that count follow each other, and all that follow an error wait.
  const idle = cellsOf.filter(({ ran, grade }) => !ran && !grade);
  const open = cellsOf.filter(({ ran, grade, failed }) => grade && (failed || !ran));
  return [
    ...copied.map((id) => `The cell ${id} is there more than once, and counts once: delete the copy.`),
    ...(idle.length > 0
      ? [`${idle.length} of ${code.length} code cells have not been run: run all cells, and save.`]
      : []),
    ...(open.length > 0 ? [`Not right yet, or not run: ${open.map(({ id }) => id).join(", ")}.`] : []),
  ];
}

/** A student's own files, and folders of them, beside the notebook: their names in the zip, and where they are. */
function filesBeside(file: string): [string, string][] {
  const folder = path.dirname(file);
  const found = within(folder, "").filter(([name]) => !ofTheLab.includes(name));
  const size = found.reduce((sum, [, one]) => sum + statSync(one).size, 0);
  if (size > largest)
    throw new LabError(
      `${folder}: its files have ${Math.round(size / 1e6)} MB; at most ${largest / 1e6} MB can be handed in`,
    );
  return found;
}

/** Folders with notebooks of their own, and what is hidden, are not handed in. */
function within(folder: string, prefix: string): [string, string][] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !/^\.|^__pycache__$/.test(name));
  const isNotebook = ({ name }: { readonly name: string }) => name.endsWith(".ipynb");
  if (prefix !== "" && entries.some(isNotebook)) return [];
  return entries.flatMap((entry): [string, string][] => {
    const [name, file] = [`${prefix}${entry.name}`, path.join(folder, entry.name)];
    if (entry.isDirectory()) return within(file, `${name}/`);
    return entry.isFile() && !isNotebook(entry) ? [[name, file]] : [];
  });
}

/** @throws {LabError} where the arguments are not one notebook; `started` is where the user called the command */
export function notebookAsked(args: readonly string[], started: string): string {
  const [asked, ...others] = args;
  const form = "npm run hand-in -- notebooks/exercises/equations.ipynb";
  expect(asked?.endsWith(".ipynb") && others.length === 0, () => `one notebook expected, as in: ${form}`);
  const places = [started, projectRoot].map((folder) => path.resolve(folder, asked));
  const found = places.find((file) => existsSync(file));
  if (found === undefined) throw new LabError(`${places[0]}: no such file; expected as in: ${form}`);
  return found;
}
