import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { pythonEndsWithParent } from "../core/endWithParent";
import { LabError } from "../core/errors";
import { projectRoot } from "../core/project";
import { writeWhole } from "../core/writeWhole";
import { inEnvironment } from "../lab/parameters";
import type { Preset } from "../lab/preset";
import { blank, type Failure, joined, type Notebook, type NotebookCell, serialise } from "./ipynb";
import { readNotebook } from "./readNotebook";

export interface ExecuteOptions {
  readonly preset: Preset;
  /** Options of the experiments, as they were typed. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Python of the lab's virtual environment. */
  readonly python: string;
  /** A folder of this run alone, for the executed notebook until it is whole. */
  readonly scratch: string;
  readonly progress: CellProgress;
}

/** Told as the cells go: number and total count code cells, from 1. */
export interface CellProgress {
  start(number: number, total: number, source: string): void;
  end(seconds: number): void;
}

export interface Execution {
  readonly notebook: Notebook;
  readonly seconds: number;
  readonly failure?: Failure;
}

/** What execute.py says. */
type Event =
  | { readonly event: "start" | "end"; readonly cell: number }
  | { readonly event: "done" | "died" }
  | { readonly event: "failed" | "not started" | "not written"; readonly message: string };

/**
 * Runs the notebook in a kernel of its own, headless, up to its end or its first failing cell. What is returned holds
 * outputs of this run only; it is blank when the file cannot be read, before or after.
 */
export async function execute(file: string, options: ExecuteOptions): Promise<Execution> {
  const began = Date.now();
  const seconds = () => (Date.now() - began) / 1000;
  try {
    const { notebook, failure } = await run(file, options);
    return { notebook, failure, seconds: seconds() };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return { notebook: blank, failure: { cell: 0, source: "", message: error.message }, seconds: seconds() };
  }
}

async function run(file: string, options: ExecuteOptions): Promise<Omit<Execution, "seconds">> {
  const given = await readNotebook(file);
  const target = path.join(options.scratch, path.basename(file));
  const whole = path.join(options.scratch, "given.ipynb"); // in its form, which the file may lack here and there
  writeWhole(whole, serialise(given));
  const child = startPython([whole, target, path.dirname(file)], options);
  const watcher = watch(given, options.progress);
  const stop = () => stopPython(child);
  options.signal.addEventListener("abort", stop);
  if (options.signal.aborted) stop();
  try {
    const complaints = await follow(child, watcher.tell);
    options.signal.throwIfAborted();
    const notebook = await readNotebook(target).catch(() => undefined);
    return { notebook: notebook ?? blank, failure: watcher.failure(notebook, complaints) };
  } finally {
    options.signal.removeEventListener("abort", stop);
  }
}

function startPython(named: readonly string[], { preset, parameters, python }: ExecuteOptions): ChildProcess {
  // Started directly or by npm start, it finds the lab's kernel: a virtual environment's kernels come before the user's,
  // and nbclient reads no settings.
  return spawn(python, [...pythonEndsWithParent, path.join(projectRoot, "lib/report/execute.py"), ...named], {
    stdio: ["pipe", "pipe", "pipe"],
    detached: true, // the terminal's Ctrl-C is for this process, which then ends the kernel in order
    env: { ...process.env, LAB_PRESET: preset, LAB_KEEP: "off", ...inEnvironment(parameters) },
  });
}

// Ending its input asks execute.py to shut the kernel down; should it hang, the kernel ends with its parent.
function stopPython(child: ChildProcess): void {
  child.stdin?.end();
  const patience = setTimeout(() => child.kill("SIGKILL"), 5000);
  child.once("close", () => clearTimeout(patience));
}

/** Passes each event to `tell`; resolves, when the process has ended, with what it wrote to stderr. */
async function follow(child: ChildProcess, tell: (event: Event) => void): Promise<string> {
  let complaints = "";
  child.stderr?.on("data", (chunk) => {
    complaints = (complaints + chunk).slice(-4000);
  });
  const ended = new Promise<void>((resolve, reject) => child.once("close", () => resolve()).once("error", reject));
  if (child.stdout) createInterface({ input: child.stdout }).on("line", (line) => tell(JSON.parse(line) as Event));
  await ended;
  return withoutGreeting(complaints);
}

/** What was written to stderr, less what TensorFlow says of itself whenever it starts. */
export function withoutGreeting(complaints: string): string {
  const greeting =
    /^WARNING: All log messages before absl|^I\d{4} |: I (tensorflow|external)\/|cpu_feature_guard|^To enable the following instr/;
  const lines = complaints.split("\n").filter((line) => !greeting.test(line));
  return lines.join("\n").trim();
}

/** Turns the events into progress, and into a failure where there is one. */
function watch({ cells }: Notebook, progress: CellProgress) {
  const code = cells.flatMap((cell, i) => (cell.cell_type === "code" ? [i] : []));
  let current = -1;
  let started = 0;
  let last: Event | undefined;
  const tell = (event: Event) => {
    last = event;
    if (event.event === "start") {
      [current, started] = [event.cell, Date.now()];
      progress.start(code.indexOf(current) + 1, code.length, firstLine(cells[current]));
    } else progress.end((Date.now() - started) / 1000);
  };
  const failure = (executed: Notebook | undefined, complaints: string): Failure | undefined => {
    if (last?.event === "done" && executed) return undefined;
    const source = current < 0 ? "" : firstLine(cells[current]);
    return { cell: code.indexOf(current) + 1, source, message: reason(last, executed?.cells[current], complaints) };
  };
  return { tell, failure };
}

function reason(last: Event | undefined, cell: NotebookCell | undefined, complaints: string): string {
  if (last?.event === "died") return `the kernel died while it ran this cell\n${complaints}`.trim();
  if (last?.event === "not started") return `the kernel did not start: ${last.message}\n${complaints}`.trim();
  if (last?.event === "done") return "its results are missing or unreadable, although it ran to its end";
  if (last?.event === "not written") return `its results could not be written: ${last.message}`;
  if (last?.event !== "failed") return `the notebook could not be executed: ${complaints}`;
  const traceback = (cell?.outputs ?? []).flatMap(({ traceback }) => traceback ?? []);
  return plain(traceback.join("\n")) || last.message;
}

const firstLine = (cell: NotebookCell): string => joined(cell.source).trim().split("\n")[0];

// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's colours start with the escape character.
const plain = (text: string): string => text.replace(/\u001b\[[0-9;]*m/g, "");
