import { worker, workerEmit } from "workerpool";
import { isOutOfMemory } from "../core/errors";

import type { Told } from "./jobProgress";
import { firstPoint, type Job, runJob } from "./runJob";
import { noMemory, type WorkerEvent } from "./workers";

// The process that `runJobs` starts for a job: SIGINT, from it or from the terminal, ends the job early and not the process.
let controller = new AbortController();
process.on("SIGINT", () => controller.abort());

worker({
  async run(file: string, name: string, job: unknown, checkpoint?: string): Promise<unknown> {
    controller = new AbortController();
    const tell = (event: { pid: number } | { told: unknown }) =>
      workerEmit({ ...event, bytes: process.memoryUsage.rss() } satisfies WorkerEvent<unknown>);
    tell({ pid: process.pid });
    const module = (await import(file)) as Record<string, Job<unknown, unknown>>;
    const reports = tenASecond((told) => tell({ told }));
    const context = { signal: controller.signal, report: reports.report, checkpoint };
    try {
      const ran = await runJob(module[name], job, context);
      reports.flush();
      return ran;
    } catch (error) {
      if (isOutOfMemory(error)) process.exit(noMemory); // what the job held goes with the process
      throw error;
    } finally {
      tidy();
    }
  },
});

/** A collection takes 15 ms, more than many a job: it is worth that after so many seconds of work, or where so much is left. */
const worth = { seconds: 0.5, bytes: 10 * 2 ** 20 };
let after = { bytes: held(), cpu: process.cpuUsage() };

/** What jobs have left goes before the next begins. Node does not see how large graphs are, and would wait. */
function tidy(): void {
  const { user, system } = process.cpuUsage(after.cpu);
  if ((user + system) / 1e6 < worth.seconds && held() - after.bytes < worth.bytes) return;
  globalThis.gc?.();
  after = { bytes: held(), cpu: process.cpuUsage() };
}

function held(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** A process that is told of every step would be busy with nothing else; the first point and the last are always told. */
function tenASecond(send: (told: Told) => void) {
  let last = -Infinity;
  let pointed = false;
  let waiting: (() => void) | undefined;
  const flush = () => {
    waiting?.();
    waiting = undefined;
  };
  return {
    report(told: Told) {
      waiting = () => send(told);
      const isFirst = !pointed && firstPoint(told) !== undefined;
      pointed ||= isFirst;
      if (performance.now() - last < 100 && !isFirst) return;
      last = performance.now();
      flush();
    },
    flush,
  };
}
