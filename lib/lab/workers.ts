import { totalmem } from "node:os";
import path from "node:path";
import { pool } from "workerpool";
import { LabError } from "../core/errors";
import type { Ran } from "./runJob";

/** One job for a worker: the module that exports it by this name, what it is given, and where it may save itself. */
export interface WorkerCall<E> {
  readonly file: string;
  readonly name: string;
  readonly job: unknown;
  readonly checkpoint?: string;
  readonly report: (told: E) => void;
  /** Says which job it is. */
  readonly called: () => string;
}

/** What a worker tells of itself and of its job: its process, and how much memory that holds. */
export type WorkerEvent<E> = ({ readonly pid: number } | { readonly told: E }) & { readonly bytes: number };

/** How often a job is begun, where its process dies: it goes on from its checkpoint. */
const tries = 3;

/** Processes that run jobs until they are closed; `signal` ends the jobs early, not the processes. */
export function openWorkers<E>(processes: number, signal: AbortSignal | undefined) {
  // A worker has a core to itself: more threads would only wait for each other.
  const env = { ...process.env, TF_NUM_INTEROP_THREADS: "1", TF_NUM_INTRAOP_THREADS: "1" };
  const workers = pool(path.join(__dirname, "jobWorker.js"), {
    workerType: "process",
    maxWorkers: processes,
    // JSON between the processes would make null of what is no number.
    forkOpts: { env, execArgv: [], serialization: "advanced", stdio: ["ignore", "ignore", "inherit", "ipc"] },
  });
  const pids = new Set<number>();
  const stop = () => {
    for (const pid of pids) interrupt(pid);
  };
  signal?.addEventListener("abort", stop);

  async function attempt<R>({ file, name, job, checkpoint, report }: WorkerCall<E>): Promise<Ended<R>> {
    let own: number | undefined;
    let bytes = 0;
    const on = (event: WorkerEvent<E>) => {
      bytes = Math.max(bytes, event.bytes);
      if ("told" in event) return report(event.told);
      own = event.pid;
      pids.add(own);
      if (signal?.aborted) interrupt(own);
    };
    try {
      return { ran: (await workers.exec("run", [file, name, job, checkpoint], { on })) as Ran<R> };
    } catch (error) {
      const how = deathOf(error);
      if (!how) throw error;
      return { death: { how, bytes } };
    } finally {
      if (own !== undefined) pids.delete(own);
    }
  }

  return {
    /** @throws what the job throws; where its process has died three times, how, and how much memory it held */
    async run<R>(call: WorkerCall<E>): Promise<Ran<R>> {
      const deaths: Death[] = [];
      while (deaths.length < tries) {
        const ended = await attempt<R>(call);
        if ("ran" in ended) return ended.ran;
        deaths.push(ended.death);
      }
      throw lost(call.called(), deaths);
    },
    async close() {
      signal?.removeEventListener("abort", stop);
      await workers.terminate(true); // after a failed job the others are of no use
    },
  };
}

type Ended<R> = { readonly ran: Ran<R> } | { readonly death: Death };

/** How a process ended, and the most memory that it had told. */
interface Death {
  readonly how: string;
  readonly bytes: number;
}

/** "SIGKILL" or "exit code 1" of a process that ended before its job; undefined for an error of the job's own. */
function deathOf(error: unknown): string | undefined {
  const { message = "" } = error as Partial<Error>;
  if (!message.startsWith("Workerpool Worker terminated Unexpectedly")) return undefined;
  const [, signal] = message.match(/signalCode: `(SIG\w+)`/) ?? [];
  return signal ?? `exit code ${message.match(/exitCode: `(.*?)`/)?.[1]}`;
}

function lost(called: string, deaths: readonly Death[]): LabError {
  const size = (bytes: number) =>
    bytes < 2 ** 30 ? `${Math.round(bytes / 2 ** 20)} MB` : `${(bytes / 2 ** 30).toFixed(1)} GB`;
  const most = Math.max(...deaths.map(({ bytes }) => bytes));
  return new LabError(
    `${called}: a result expected, but its process ended ${deaths.length} times (${deaths.map(({ how }) => how).join(", ")}). ` +
      `It held ${size(most)} at least, of this machine's ${size(totalmem())}: SIGKILL is what a system does that has ` +
      "no memory left. Smaller batches, windows or hidden sizes take less.",
  );
}

/** As Ctrl-C; the process may have ended already. */
function interrupt(pid: number): void {
  try {
    process.kill(pid, "SIGINT");
  } catch {}
}
