import { execFile } from "node:child_process";
import { rm, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { expect } from "../core/errors";
import { expectWritable } from "../core/refusal";
import { ownFolder } from "../core/scratchFolder";
import { clearUnfinished, writeWhole } from "../core/writeWhole";
import { duration } from "../view/progress";
import type { Verdict } from "../view/verdict";
import { type Execution, execute } from "./execute";
import { failureLine, failureText } from "./failure";
import { type Notebook, serialise, withoutTimings } from "./ipynb";
import { claimsOf, contradicts, type JudgedClaim } from "./ledger";
import { writePages } from "./pages";
import { describeMachine, type Machine, presetText } from "./provenance";
import { updateReadme } from "./readme";
import { type RecordedHere, recordedVerdicts } from "./recordedVerdicts";
import { findSections, isNotOf, type Section, selectSections } from "./section";
import { executedSources } from "./sources";
import type { ReportOptions } from "./startOptions";
import { cellProgress, claimsTable, type Print } from "./terminal";

export interface ReportContext {
  readonly notebooksFolder: string;
  readonly reportFolder: string;
  readonly python: string;
  readonly print: Print;
  readonly signal: AbortSignal;
  /** Of the terminal, in characters. */
  readonly width: number;
}

/** A notebook of this run, with what became of it. */
interface Result extends Execution {
  readonly section: Section;
}

const largestSaved = 1_000_000;

/**
 * Executes the notebooks, writes the pages, prints the ledger.
 * A notebook that fails, or cannot be read, does not stop the others. Every file is written whole, so an abort leaves none half-written.
 *
 * @returns whether all went well: no notebook failed, and no verdict moved where `strict`
 * @throws {LabError} for a section that does not exist; the signal's reason when aborted
 */
export async function report(options: ReportOptions, context: ReportContext): Promise<boolean> {
  const all = await findSections(context.notebooksFolder);
  const sections = selectSections(all, options.sections, context.notebooksFolder);
  expectWritable(path.join(context.reportFolder, "notebooks"));
  for (const folder of ["", "notebooks"]) clearUnfinished(path.join(context.reportFolder, folder));
  await tryParameters(options, sections);
  const machine = describeMachine();
  const recorded = await verifiedRecords(sections, context);
  const results: Result[] = [];
  try {
    for (const section of inOrder(sections))
      results.push(await runSection(section, machine, { ...options, ...context, recorded: recorded.verdicts }));
    if (options.save) await updateReadme(path.dirname(context.notebooksFolder));
    await writeReport([...all, ...sections.filter(isNotOf(all))], context);
  } catch (error) {
    if (context.signal.aborted) context.print(finishedText(results, sections));
    throw error;
  }
  const claims = results.flatMap(({ notebook, section }) => claimsOf(notebook, section.name));
  context.print(summary(results, claims, context));
  const isStrictlyGood = recorded.agrees && !claims.some((claim) => claim.moved || contradicts(claim));
  return results.every(({ failure }) => !failure) && (!options.strict || isStrictlyGood);
}

/** Before hours of work a word about what ships with the lab. */
async function verifiedRecords(sections: readonly Section[], { signal, print }: ReportContext): Promise<RecordedHere> {
  const recorded = await recordedVerdicts(
    sections.map(({ number }) => number),
    signal,
  );
  if (recorded.said.length > 0) print(`Recorded results\n${recorded.said.map((said) => `  ${said}\n`).join("")}`);
  return recorded;
}

/** The map of the lecture (section 0) shows what the other notebooks were saved with: it comes last. */
const inOrder = (sections: readonly Section[]): Section[] => [
  ...sections.filter(({ number }) => number !== "0"),
  ...sections.filter(({ number }) => number === "0"),
];

/** @throws where the sections' experiments do not take them, before anything has run */
async function tryParameters({ parameters, preset }: ReportOptions, sections: readonly Section[]): Promise<void> {
  if (Object.keys(parameters).length === 0) return;
  const numbers = sections.map(({ number }) => number);
  const asked = JSON.stringify({ parameters, sections: numbers, environment: { LAB_PRESET: preset } });
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(__dirname, "tryParameters.js"), asked]);
  expect(stdout === "", stdout);
}

type RunOptions = ReportOptions & ReportContext & { readonly recorded: readonly Verdict[] };

async function runSection(section: Section, machine: Promise<Machine>, options: RunOptions): Promise<Result> {
  const { preset, parameters, print, reportFolder, width } = options;
  const scratch = ownFolder(reportFolder, "running");
  print(`${section.name} (${presetText(options)})\n`);
  const lines = cellProgress(print, width);
  const date = new Date().toISOString();
  try {
    const execution = await execute(section.file, { ...options, scratch, progress: lines });
    lines.break();
    const { failure, seconds } = execution;
    print(failure ? `  ${failureText(section.name, failure)}` : `  done in ${duration(seconds)}\n`);
    const recorded = options.recorded.filter((verdict) => verdict.section === section.number);
    const record = { ...(await machine), preset, parameters, date, seconds, ...(failure ? { failure } : {}), recorded };
    const notebook = await keep(section, execution.notebook, record, reportFolder);
    if (options.save && !failure) await save(section, execution.notebook, print);
    return { ...execution, notebook, section };
  } finally {
    lines.break();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function keep(section: Section, notebook: Notebook, record: object, reportFolder: string): Promise<Notebook> {
  const clean = withoutTimings(notebook);
  const kept = { ...clean, metadata: { ...clean.metadata, lecture_lab: record } } as Notebook;
  writeWhole(path.join(reportFolder, "notebooks", `${section.name}.ipynb`), serialise(kept));
  return kept;
}

async function save(section: Section, notebook: Notebook, print: Print): Promise<void> {
  writeWhole(section.file, serialise(withoutTimings(notebook)));
  const { size } = await stat(section.file);
  if (size > largestSaved)
    print(`  saved with ${(size / 1e6).toFixed(1)} MB: a committed notebook should stay under 1 MB\n`);
}

/** The pages of all executed notebooks that still exist, whenever they were run; what they computed stays. */
async function writeReport(all: readonly Section[], context: ReportContext): Promise<void> {
  context.print("\nWriting the report\n");
  await writePages(await executedSources(all, context.reportFolder), context);
}

function finishedText(results: readonly Result[], sections: readonly Section[]): string {
  const names = results.map(({ section }) => section.name);
  const done = names.length ? `finished and kept in report/notebooks: ${names.join(", ")}` : "no notebook was finished";
  return `\nStopped after ${names.length} of ${sections.length} notebooks; ${done}. The pages are those of the run before.\n`;
}

function summary(
  results: readonly Result[],
  claims: readonly JudgedClaim[],
  { width, reportFolder }: ReportContext,
): string {
  const seconds = results.reduce((total, result) => total + result.seconds, 0);
  const failures = results.flatMap(({ section, failure }) => (failure ? [failureLine(section.name, failure)] : []));
  return [
    `\n${claimsTable(claims, width)}`,
    failures.length ? `\nFailed, ${failures.length} of ${counted(results.length)}:\n${failures.join("")}` : "",
    `\n${counted(results.length)} in ${duration(seconds)}. Report: ${path.join(reportFolder, "index.html")}\n`,
  ].join("");
}

const counted = (notebooks: number): string => `${notebooks} notebook${notebooks === 1 ? "" : "s"}`;
