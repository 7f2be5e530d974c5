import assert from "node:assert";
import { availableParallelism } from "node:os";
import { expect } from "../core/errors";
import { machineMemory } from "../core/memory";
import { onTermination, runningCell } from "../core/stop";
import type { Death, Engine } from "./engine";
import { isJobModule } from "./exportedJob";
import { jobProgress, type Told, type WatchOptions } from "./jobProgress";
import { slots } from "./kept";
import { keptJob, tryJob } from "./oneJob";
import { ownProcess } from "./ownProcess";
import type { Job } from "./runJob";
import type { RunContext } from "./session";
import { jobMemory } from "./sizes";
import { Died, openWorkers } from "./workers";

/** How jobs are run: in which context, from which module, and what is seen of them. */
export interface JobOptions<J, E extends Told> extends WatchOptions<J, E> {
  readonly context: RunContext;
  /** The module that exports the job by its own name: a worker process imports it from there. */
  readonly file: string;
  /** Whether the jobs are long enough to be worth processes, which take two seconds to start. */
  readonly inProcesses: boolean;
  /** Files that the jobs read: another content is another result. */
  readonly reads?: readonly string[];
  /** Files that are made from what a job says, such as prepared features: who runs it elsewhere is sent them. */
  readonly needs?: readonly string[];
}

/**
 * Runs the jobs, each on a core of its own where that is faster; the results are the same. Where the context says so,
 * they are kept, and those kept from an earlier time are not computed again.
 * A job whose process dies is tried again; where it dies again, once more when the others are finished, alone.
 * @returns in the order of the jobs; once the context's signal is aborted, those under way return what they have, no other
 *   begins, and what was whole before they heard of it is kept
 */
export async function runJobs<J, R, E extends Told>(
  run: Job<J, R, E>,
  jobs: readonly J[],
  options: JobOptions<J, E>,
): Promise<R[]> {
  const { context, file, reads = [], needs = [] } = options;
  const { signal = runningCell()?.signal, keep, note } = context;
  const { name } = run;
  assert(require(file)[name] === run, `${file} exports ${name}`);
  const computation = { name, module: file, reads };
  const engine = await openEngine(run, jobs, { ...options, signal });
  const forget = onTermination(() => void engine.close());
  const slotOf = keep === undefined ? undefined : slots(keep, computation);
  const progress = jobProgress(jobs, options);
  const results: R[] = [];
  const one = async (index: number, deaths?: readonly Death[]): Promise<void> => {
    const job = jobs[index];
    const slot = slotOf?.(job);
    const known = keptJob<R, E>(slot);
    if (known) {
      progress.kept(index, known.last);
      note?.({ ...computation, job, ...known });
      results[index] = known.result;
      return;
    }
    const report = (told: E) => progress.told(index, told);
    const called = () => nameOf(name, jobs, index);
    const tried = await tryJob<R, E>(engine, { ...computation, needs, job, report, called }, slot, deaths);
    if (!tried) return;
    const { whole, ...done } = tried;
    results[index] = done.result;
    if (whole) {
      note?.({ ...computation, job, ...done });
      progress.finished(index);
    }
  };
  const lost: { index: number; died: Died }[] = [];
  const attempt = async (index: number, deaths?: readonly Death[]) => {
    try {
      await one(index, deaths);
    } catch (error) {
      if (!(error instanceof Died)) throw error;
      lost.push({ index, died: error });
    }
  };
  try {
    await inTurn([...jobs.keys()], Math.min(jobs.length, engine.atOnce), signal, (index) => attempt(index));
    await inTurn(lost.splice(0), 1, signal, ({ index, died }) => attempt(index, died.deaths));
    expect(lost.length === 0, () => lost.map(({ died }) => died.message).join("\n"));
    const missing = Array.from(jobs.keys()).findIndex((index) => !(index in results));
    return missing < 0 ? results : results.slice(0, missing); // a result's place tells its job
  } finally {
    forget();
    await engine.close();
  }
}

/** Processes start with their first job: where all results are kept, none does. */
async function openEngine<J, R, E extends Told>(
  run: Job<J, R, E>,
  jobs: readonly J[],
  { context, inProcesses, file, signal }: JobOptions<J, E> & { readonly signal?: AbortSignal },
): Promise<Engine<E>> {
  const asked = { jobs: jobs.length, signal };
  if (context.engine) return context.engine(asked) as Promise<Engine<E>>;
  const url = process.env.LAB_QUEUE;
  if (url && inProcesses && isJobModule(file)) {
    const { openQueue } = await import("./queue.js"); // BullMQ is loaded only where it is used
    return openQueue(url, asked) as Promise<Engine<E>>;
  }
  const processes = inProcesses ? processesFor(jobs) : 1;
  return processes > 1 ? openWorkers<E>(processes, signal) : ownProcess(run, signal);
}

/** How many jobs run at once: each has a core to itself, and together they have no more memory than there is. */
export function processesFor(
  jobs: readonly unknown[],
  machine = { cores: availableParallelism(), memory: machineMemory() },
): number {
  const most = jobs.reduce((bytes: number, job) => Math.max(bytes, jobMemory(job as object)), 1);
  const atOnce = Math.floor((machine.memory - jobMemory({})) / most); // the process that asks is one more
  return Math.max(1, Math.min(jobs.length, machine.cores, atOnce));
}

/** `one` of each, so many at a time, until the signal is aborted. */
async function inTurn<T>(
  all: readonly T[],
  atATime: number,
  signal: AbortSignal | undefined,
  one: (item: T) => Promise<void>,
): Promise<void> {
  const items = all.values();
  const line = async () => {
    while (!signal?.aborted) {
      const { value, done } = items.next();
      if (done) return;
      await one(value);
    }
  };
  await Promise.all(Array.from({ length: atATime }, line));
}

/** "runDepth (layers 5, seed 3)": by what tells it from the others. */
function nameOf<J>(name: string, jobs: readonly J[], index: number): string {
  const text = (job: J, key: string) => JSON.stringify((job as Record<string, unknown>)[key]);
  const own = Object.keys(jobs[index] as object).filter((key) =>
    jobs.some((job) => text(job, key) !== text(jobs[index], key)),
  );
  return own.length > 0 ? `${name} (${own.map((key) => `${key} ${text(jobs[index], key)}`).join(", ")})` : name;
}
