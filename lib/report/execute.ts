import { type ChildProcess, spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { projectRoot } from "../core/project";
import type { Preset } from "../experiments/experiment";
import { type Cell, type Failure, joined, type Notebook, readNotebook } from "./notebook";

export interface ExecuteOptions {
  readonly preset: Preset;
  readonly signal: AbortSignal;
  /** Python of the lab's virtual environment. */
  readonly python: string;
  /** Where the executed notebook lies until it is whole. */
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
  | { readonly event: "failed" | "not started"; readonly message: string };

/** Runs the notebook in a kernel of its own, headless, up to its end or its first failing cell. */
export async function execute(file: string, options: ExecuteOptions): Promise<Execution> {
  const began = Date.now();
  const given = await readNotebook(file);
  const target = path.join(options.scratch, path.basename(file));
  const child = startPython(file, target, options);
  const watcher = watch(given, options.progress);
  const stop = () => stopPython(child);
  options.signal.addEventListener("abort", stop);
  if (options.signal.aborted) stop();
  try {
    const complaints = await follow(child, watcher.tell);
    options.signal.throwIfAborted();
    const notebook = await readNotebook(target).catch(() => given);
    return { notebook, seconds: (Date.now() - began) / 1000, failure: watcher.failure(notebook, complaints) };
  } finally {
    options.signal.removeEventListener("abort", stop);
    await rm(target, { force: true });
  }
}

function startPython(file: string, target: string, { preset, python }: ExecuteOptions): ChildProcess {
  const environment = path.dirname(path.dirname(python));
  return spawn(python, [path.join(projectRoot, "lib/report/execute.py"), file, target], {
    stdio: ["pipe", "pipe", "pipe"],
    detached: true, // the terminal's Ctrl-C is for this process, which then ends the kernel in order
    env: {
      ...process.env,
      LAB_PRESET: preset,
      // Kernels and settings of the user's own Jupyter would shadow the lab's.
      JUPYTER_PATH: "",
      JUPYTER_DATA_DIR: path.join(environment, "share/jupyter"),
      JUPYTER_CONFIG_DIR: path.join(environment, "etc/jupyter"),
      JUPYTER_NO_CONFIG: "1",
      PYTHONDONTWRITEBYTECODE: "1",
    },
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
  return complaints.trim();
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
  const failure = (executed: Notebook, complaints: string): Failure | undefined => {
    if (last?.event === "done") return undefined;
    const source = current < 0 ? "" : firstLine(cells[current]);
    return { cell: code.indexOf(current) + 1, source, message: reason(last, executed.cells[current], complaints) };
  };
  return { tell, failure };
}

function reason(last: Event | undefined, cell: Cell | undefined, complaints: string): string {
  if (last?.event === "died") return `the kernel died while it ran this cell\n${complaints}`.trim();
  if (last?.event === "not started") return `the kernel did not start: ${last.message}\n${complaints}`.trim();
  if (last?.event !== "failed") return `the notebook could not be executed: ${complaints}`;
  // tslab sends no error message: the text is on the cell's stderr.
  const errors = (cell?.outputs ?? []).filter(({ name }) => name === "stderr").map(({ text }) => joined(text));
  return plain(errors.join("")).trim() || last.message;
}

const firstLine = (cell: Cell): string => joined(cell.source).trim().split("\n")[0];

// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's colours start with the escape character.
const plain = (text: string): string => text.replace(/\u001b\[[0-9;]*m/g, "");
