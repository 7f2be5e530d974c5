import { availableParallelism } from "node:os";
import path from "node:path";
import { pool } from "workerpool";
import type { Progress } from "../view/progress";
import type { RunContext } from "../view/session";
import { slots } from "./kept";

/** What a job is given: a sign to stop, and a way to tell how far it is. */
export interface JobContext<E> {
  readonly signal?: AbortSignal;
  readonly report?: (told: E) => void;
  /** A file to save itself in, and to go on from. */
  readonly checkpoint?: string;
}

/**
 * One piece of an experiment's work, such as the training of one model. `J` says all that its result depends on, its
 * seed too. Plain data in and out, so that it can happen in another process and its result can be kept.
 */
export type Job<J, R, E extends Told = Told> = (job: J, context: JobContext<E>) => Promise<R>;

export interface Told {
  /** Of the job's size. */
  readonly done: number;
}

export interface JobOptions<J, E extends Told> {
  readonly context: RunContext;
  /** The module that exports the job by its own name: a worker process imports it from there. */
  readonly file: string;
  /** How much there is to do in a job, in the unit that it tells. */
  readonly size: (job: J) => number;
  /** "steps" */
  readonly unit: string;
  /** Whether the jobs are long enough to be worth processes, which take two seconds to start. */
  readonly inProcesses: boolean;
  /** Files that the jobs read: another content is another result. */
  readonly reads?: readonly string[];
  /** What there is to see while they run, from what each has told last. */
  readonly watch?: (told: readonly E[]) => Pick<Progress, "excerpt" | "figure"> & { readonly status?: string };
}

/**
 * Runs the jobs, each on a core of its own where that is faster; the results are the same. Where the context says so,
 * they are kept, and those kept from an earlier time are not computed again.
 * @returns in the order of the jobs; once the context's signal is aborted, those under way return what they have and
 *   no other begins
 */
export async function runJobs<J, R, E extends Told>(
  run: Job<J, R, E>,
  jobs: readonly J[],
  options: JobOptions<J, E>,
): Promise<R[]> {
  const { context, file, inProcesses, reads = [] } = options;
  const { signal, keep } = context;
  const processes = inProcesses ? Math.min(jobs.length, availableParallelism()) : 1;
  // Processes start with their first job: where all results are kept, none does.
  const workers = processes > 1 ? openWorkers<E>(processes, signal) : undefined;
  const slotOf = keep === undefined ? undefined : slots(keep, { name: run.name, reads });
  const watch = watcher(jobs, options);
  const one = async (index: number): Promise<R> => {
    const own = slotOf?.(jobs[index]);
    const known = own?.load<Kept<R, E>>();
    if (known) {
      watch.kept(index, known.last);
      return known.result;
    }
    const { checkpoint } = own ?? {};
    let last: E | undefined;
    const report = (told: E) => {
      last = told;
      watch.told(index, told);
    };
    const result = workers
      ? await workers.run<R>([file, run.name, jobs[index], checkpoint], report)
      : await run(jobs[index], { signal, report, checkpoint });
    if (signal?.aborted) return result;
    own?.store({ result, last } satisfies Kept<R, E>);
    watch.finished(index);
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

/** Adds up what the jobs tell, for who watches the whole. */
function watcher<J, E extends Told>(
  jobs: readonly J[],
  { context: { progress }, size, unit, watch }: JobOptions<J, E>,
) {
  const sizes = jobs.map(size);
  const done = jobs.map(() => 0);
  const last = new Map<number, E>();
  let kept = 0;
  const total = sum(sizes);
  const show = () => {
    if (!progress) return;
    const { status, ...rest } = watch?.([...last.values()]) ?? {};
    const begun = done.filter((amount) => amount > 0).length;
    const parts = [`${begun} of ${jobs.length} begun`, status, kept > 0 && `${kept} kept from before`];
    progress({ done: sum(done), total, unit, status: parts.filter(Boolean).join(" · "), ...rest });
  };
  const finished = (index: number) => {
    done[index] = sizes[index];
    show();
  };
  return {
    finished,
    told(index: number, told: E) {
      last.set(index, told);
      done[index] = told.done;
      show();
    },
    kept(index: number, told: E | undefined) {
      kept++;
      if (told) last.set(index, told);
      finished(index);
    },
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

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

/** What a worker tells of itself and of its job. */
export type WorkerEvent<E> = { readonly pid: number } | { readonly told: E };

function openWorkers<E>(processes: number, signal: AbortSignal | undefined) {
  // A worker has a core to itself: more threads would only wait for each other.
  const env = { ...process.env, TF_NUM_INTEROP_THREADS: "1", TF_NUM_INTRAOP_THREADS: "1" };
  const workers = pool(path.join(__dirname, "jobWorker.js"), {
    workerType: "process",
    maxWorkers: processes,
    forkOpts: { env, execArgv: [], stdio: ["ignore", "ignore", "inherit", "ipc"] },
  });
  const pids = new Set<number>();
  const stop = () => {
    for (const pid of pids) process.kill(pid, "SIGINT");
  };
  signal?.addEventListener("abort", stop);
  return {
    async run<R>(call: readonly unknown[], report: (told: E) => void): Promise<R> {
      let own: number | undefined;
      const on = (event: WorkerEvent<E>) => {
        if ("told" in event) return report(event.told);
        own = event.pid;
        pids.add(own);
        if (signal?.aborted) process.kill(own, "SIGINT");
      };
      try {
        return (await workers.exec("run", [...call], { on })) as R;
      } finally {
        if (own !== undefined) pids.delete(own);
      }
    },
    async close() {
      signal?.removeEventListener("abort", stop);
      await workers.terminate(true); // after a failed job the others are of no use
    },
  };
}
