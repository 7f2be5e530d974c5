import { availableParallelism } from "node:os";
import path from "node:path";
import { pool } from "workerpool";
import { slot } from "./kept";

/** What a run of one seed is given: a sign to stop, and a way to tell how far it is. */
export interface SeedContext<E> {
  readonly signal?: AbortSignal;
  readonly report?: (event: E) => void;
  /** A file to save itself in, and to go on from. */
  readonly checkpoint?: string;
}

/** A run of one seed: plain data in and out, so that it can happen in another process. */
export type SeedRun<C, R, E> = (config: C, seed: number, context: SeedContext<E>) => Promise<R>;

export interface OverSeedsOptions<R, E> {
  /** Seeds are 1 to `count`. */
  readonly count: number;
  /** Where the run is exported: a worker process imports it by this name. */
  readonly from: { readonly file: string; readonly name: string };
  /** Whether the runs are long enough to be worth processes, which take two seconds to start. */
  readonly inProcesses: boolean;
  readonly signal?: AbortSignal;
  readonly report?: (seed: number, event: E) => void;
  /** Where finished runs are kept and unfinished ones saved, and what they depend on besides their seed. */
  readonly keep?: {
    readonly folder: string;
    readonly config: unknown;
    readonly reads: readonly string[];
    /** A seed's result is there from an earlier time. */
    readonly found?: (seed: number, result: R) => void;
  };
}

/**
 * Runs one function for several seeds, each on a core of its own where that is faster; the results are the same.
 * @returns in the order of the seeds; once `signal` is aborted those under way return what they have, and no other begins
 */
export async function overSeeds<C, R, E>(
  run: SeedRun<C, R, E>,
  config: C,
  { count, from, inProcesses, signal, report, keep }: OverSeedsOptions<R, E>,
): Promise<R[]> {
  const processes = inProcesses ? Math.min(count, availableParallelism()) : 1;
  // Processes start with their first run: where all are kept, none does.
  const workers = processes > 1 ? openWorkers<E>(processes, signal) : undefined;
  const one = async (seed: number) => {
    const own = keep && slot(keep.folder, { ...keep, name: from.name, config: [keep.config, seed] });
    const known = own?.load<R>();
    if (known) {
      keep?.found?.(seed, known);
      return known;
    }
    const { checkpoint } = own ?? {};
    const tell = report && ((event: E) => report(seed, event));
    const result = workers
      ? await workers.run<R>([from.file, from.name, config, seed, checkpoint], tell)
      : await run(config, seed, { signal, report: tell, checkpoint });
    if (!signal?.aborted) own?.store(result);
    return result;
  };
  try {
    return await inTurn(count, processes, signal, one);
  } finally {
    await workers?.close();
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
      await workers.terminate(true); // after a failed run the others are of no use
    },
  };
}
