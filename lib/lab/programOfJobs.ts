import { constants, setPriority } from "node:os";
import { sentenceOf } from "../core/refusal";

export interface ProgramContext {
  readonly print: (text: string) => void;
  readonly signal: AbortSignal;
  readonly width: number;
}

/**
 * A program that runs jobs: at low priority, for other work on the machine goes before it; SIGTERM and Ctrl-C are heard by the
 * signal, and a mistake of the user's is told in its sentence. Its presets are named by its arguments, never by the environment.
 * @param work gives the exit code
 */
export async function programOfJobs(work: (context: ProgramContext) => Promise<number>): Promise<void> {
  setPriority(constants.priority.PRIORITY_LOW);
  for (const name of ["LAB_PRESET", "LAB_PARAMETERS"]) delete process.env[name];
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.abort());
  const print = (text: string) => void process.stdout.write(text);
  const context = { print, signal: stopping.signal, width: process.stdout.columns || 140 };
  const code = await work(context).catch((error) => {
    process.stderr.write(`${sentenceOf(error) ?? error.stack}\n`);
    return 1;
  });
  process.exit(code);
}
