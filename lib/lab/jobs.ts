import assert from "node:assert";
import { availableParallelism } from "node:os";
import { jobProgress, type Told, type WatchOptions } from "./jobProgress";
import { slots } from "./kept";
import { type Job, runJob } from "./runJob";
import { openWorkers } from "./workers";

/** How jobs are run: in which context, from which module, and what is seen of them. */
export interface JobOptions<J, E extends Told> extends WatchOptions<J, E> {
  /** The module that exports the job by its own name: a worker process imports it from there. */
  readonly file: string;
  /** Whether the jobs are long enough to be worth processes, which take two seconds to start. */
  readonly inProcesses: boolean;
  /** Files that the jobs read: another content is another result. */
  readonly reads?: readonly string[];
}

/**
 * Runs the jobs, each on a core of its own where that is faster; the results are the same. Where the context says so,
 * they are kept, and those kept from an earlier time are not computed again.
 * @returns in the order of the jobs; once the context's signal is aborted, those under way return what they have, no other
 *   begins, and what was whole before they heard of it is kept
 */
export async function runJobs<J, R, E extends Told>(
  run: Job<J, R, E>,
  jobs: readonly J[],
  options: JobOptions<J, E>,
): Promise<R[]> {
  const { context, file, inProcesses, reads = [] } = options;
  const { signal, keep } = context;
  const { name } = run;
  assert(require(file)[name] === run, `${file} exports ${name}`);
  const processes = inProcesses ? Math.min(jobs.length, availableParallelism()) : 1;
  // Processes start with their first job: where all results are kept, none does.
  const workers = processes > 1 ? openWorkers<E>(processes, signal) : undefined;
  const slotOf = keep === undefined ? undefined : slots(keep, { name, module: file, reads });
  const progress = jobProgress(jobs, options);
  const one = async (index: number): Promise<R> => {
    const job = jobs[index];
    const slot = slotOf?.(job);
    const known = slot?.load<Kept<R, E>>();
    if (known) {
      progress.kept(index, known.last);
      return known.result;
    }
    const checkpoint = slot && `${slot.stem}.checkpoint`;
    let last: E | undefined;
    const report = (told: E) => {
      last = told;
      progress.told(index, told);
    };
    const { result, whole } = workers
      ? await workers.run<R>({ file, name, job, checkpoint, report, called: () => nameOf(name, jobs, index) })
      : await runJob(run, job, { signal, report, checkpoint });
    if (!whole) return result;
    slot?.store({ result, last } satisfies Kept<R, E>);
    progress.finished(index);
    return result;
  };
  try {
    return await inTurn(jobs.length, processes, signal, one);
  } finally {
    await workers?.close();
  }
}

/** A result, and what its job told last. */
interface Kept<R, E> {
  readonly result: R;
  readonly last: E | undefined;
}

/** `one` of 0, 1, … `count` − 1, so many at a time; those that were begun, in order. */
async function inTurn<R>(
  count: number,
  atATime: number,
  signal: AbortSignal | undefined,
  one: (index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const line = async () => {
    while (next < count && !signal?.aborted) {
      const index = next++;
      results[index] = await one(index);
    }
  };
  await Promise.all(Array.from({ length: atATime }, line));
  return results;
}

/** "runDepth (layers 5, seed 3)": by what tells it from the others. */
function nameOf<J>(name: string, jobs: readonly J[], index: number): string {
  const text = (job: J, key: string) => JSON.stringify((job as Record<string, unknown>)[key]);
  const own = Object.keys(jobs[index] as object).filter((key) =>
    jobs.some((job) => text(job, key) !== text(jobs[index], key)),
  );
  return own.length > 0 ? `${name} (${own.map((key) => `${key} ${text(jobs[index], key)}`).join(", ")})` : name;
}
