import path from "node:path";
import { pool, TerminateError } from "workerpool";
import { nodeEndsWithParent } from "../core/endWithParent";
import { fromProcess, LabError } from "../core/errors";
import { bytesInWords, machineMemory } from "../core/memory";
import type { Call, Death, Engine } from "./engine";
import type { Ran } from "./runJob";

/** What a worker tells of itself and of its job: its process, and how much memory that holds. */
export type WorkerEvent<E> = ({ readonly pid: number } | { readonly told: E }) & { readonly bytes: number };

/** How often a job is begun beside others, where its process dies: it goes on from its checkpoint. */
const triesBesideOthers = 2;

/** What a process ends with that has no memory left for its job. */
export const noMemory = 12; // as ENOMEM

/** A job's processes have died so far as these tell. */
export class Died extends LabError {
  constructor(
    called: string,
    readonly deaths: readonly Death[],
  ) {
    super(sentence(called, deaths));
  }
}

/** Processes that run jobs until they are closed; `signal` ends the jobs early, not the processes. */
export function openWorkers<E>(processes: number, signal: AbortSignal | undefined): Engine<E> {
  // A worker has a core to itself: more threads would only wait for each other.
  const env = { ...process.env, TF_NUM_INTEROP_THREADS: "1", TF_NUM_INTRAOP_THREADS: "1" };
  const workers = pool(path.join(__dirname, "jobWorker.js"), {
    workerType: "process",
    maxWorkers: processes,
    // JSON between the processes would make null of what is no number.
    forkOpts: {
      env,
      execArgv: ["--expose-gc", ...nodeEndsWithParent],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    },
  });
  const pids = new Set<number>();
  const stop = () => {
    for (const pid of pids) interrupt(pid);
  };
  signal?.addEventListener("abort", stop);

  async function attempt<R>({ module, name, job, checkpoint, report, ...call }: Call<E>): Promise<Ended<R>> {
    let own: number | undefined;
    let bytes = 0;
    const on = (event: WorkerEvent<E>) => {
      bytes = Math.max(bytes, event.bytes);
      if ("told" in event) return report(event.told);
      own = event.pid;
      pids.add(own);
      if (signal?.aborted || call.signal?.aborted) interrupt(own);
    };
    const end = () => own !== undefined && interrupt(own);
    call.signal?.addEventListener("abort", end);
    try {
      return { ran: (await workers.exec("run", [module, name, job, checkpoint], { on })) as Ran<R> };
    } catch (error) {
      const how = deathOf(error);
      if (!how) throw fromProcess(error);
      return { death: { how, bytes } };
    } finally {
      call.signal?.removeEventListener("abort", end);
      if (own !== undefined) pids.delete(own);
    }
  }

  return {
    atOnce: processes,
    async run<R>(call: Call<E>, before: readonly Death[] = []): Promise<Ran<R>> {
      const deaths = [...before];
      do {
        const ended = await attempt<R>(call);
        if ("ran" in ended) return ended.ran;
        deaths.push(ended.death);
      } while (deaths.length < triesBesideOthers);
      throw new Died(call.called(), deaths);
    },
    async close() {
      signal?.removeEventListener("abort", stop);
      await workers.terminate(true); // after a failed job the others are of no use
    },
  };
}

type Ended<R> = { readonly ran: Ran<R> } | { readonly death: Death };

/**
 * "SIGKILL", "exit code 1" or "write EPIPE" of a process that ended before its job, or never began; undefined for an error
 * of the job's own.
 */
function deathOf(error: unknown): string | undefined {
  if (!(error instanceof TerminateError)) return undefined;
  const { message } = error;
  const [, signal] = message.match(/signalCode: `(SIG\w+)`/) ?? [];
  const [, code] = message.match(/exitCode: `(\d+)`/) ?? [];
  if (code === `${noMemory}`) return "no memory left";
  return signal ?? (code ? `exit code ${code}` : message.replace("Workerpool Worker error: ", ""));
}

function sentence(called: string, deaths: readonly Death[]): string {
  const most = Math.max(...deaths.map(({ bytes }) => bytes));
  const held =
    most > 0 ? `It held ${bytesInWords(most)} at least, of` : "It ended before it could say how much memory it held of";
  return (
    `${called}: a result expected, but its process ended ${deaths.length} times (${deaths.map(({ how }) => how).join(", ")}), ` +
    `the last time with no other beside it. ${held} this machine's ${bytesInWords(machineMemory())}: SIGKILL is what a system does that has ` +
    "no memory left. Smaller batches, windows or hidden sizes take less."
  );
}

/** As Ctrl-C; the process may have ended already. */
function interrupt(pid: number): void {
  try {
    process.kill(pid, "SIGINT");
  } catch {}
}
