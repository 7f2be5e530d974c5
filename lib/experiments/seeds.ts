import { availableParallelism } from "node:os";
import path from "node:path";
import { pool } from "workerpool";

/** What a run of one seed is given: a sign to stop, and a way to tell how far it is. */
export interface SeedContext<E> {
  readonly signal?: AbortSignal;
  readonly report?: (event: E) => void;
}

/** A run of one seed: plain data in and out, so that it can happen in another process. */
export type SeedRun<C, R, E> = (config: C, seed: number, context: SeedContext<E>) => Promise<R>;

export interface OverSeedsOptions<E> {
  /** Seeds are 1 to `count`. */
  readonly count: number;
  /** Where the run is exported: a worker process imports it by this name. */
  readonly from: { readonly file: string; readonly name: string };
  /** Whether the runs are long enough to be worth processes, which take two seconds to start. */
  readonly inProcesses: boolean;
  readonly signal?: AbortSignal;
  readonly report?: (seed: number, event: E) => void;
}

/**
 * Runs one function for several seeds, each on a core of its own where that is faster; the results are the same.
 * @returns in the order of the seeds; once `signal` is aborted those under way return what they have, and no other begins
 */
export async function overSeeds<C, R, E>(
  run: SeedRun<C, R, E>,
  config: C,
  { count, from, inProcesses, signal, report }: OverSeedsOptions<E>,
): Promise<R[]> {
  const processes = inProcesses ? Math.min(count, availableParallelism()) : 1;
  const context = (seed: number) => ({ signal, report: report && ((event: E) => report(seed, event)) });
  if (processes === 1) return inTurn(count, 1, signal, (seed) => run(config, seed, context(seed)));
  const workers = openWorkers<E>(processes, signal);
  try {
    return await inTurn(count, processes, signal, (seed) =>
      workers.run<R>([from.file, from.name, config, seed], context(seed).report),
    );
  } finally {
    await workers.close();
  }
}

/** `one` of 1, 2, … `count`, so many at a time. */
async function inTurn<R>(
  count: number,
  atATime: number,
  signal: AbortSignal | undefined,
  one: (seed: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 1;
  const line = async () => {
    while (next <= count && !signal?.aborted) {
      const seed = next++;
      results[seed - 1] = await one(seed);
    }
  };
  await Promise.all(Array.from({ length: atATime }, line));
  return results;
}

/** What a worker tells of itself and of its run. */
export type WorkerEvent<E> = { readonly pid: number } | { readonly event: E };

function openWorkers<E>(processes: number, signal: AbortSignal | undefined) {
  // A worker has a core to itself: more threads would only wait for each other.
  const env = { ...process.env, TF_NUM_INTEROP_THREADS: "1", TF_NUM_INTRAOP_THREADS: "1" };
  const workers = pool(path.join(__dirname, "seedWorker.js"), {
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
    async run<R>(call: readonly unknown[], report: ((event: E) => void) | undefined): Promise<R> {
      let own: number | undefined;
      const on = (told: WorkerEvent<E>) => {
        if ("event" in told) return report?.(told.event);
        own = told.pid;
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
      await workers.terminate();
    },
  };
}
