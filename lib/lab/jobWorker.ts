import { worker, workerEmit } from "workerpool";
import type { Told } from "./jobProgress";
import { type Job, runJob } from "./runJob";
import type { WorkerEvent } from "./workers";

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
    const ran = await runJob(module[name], job, { signal: controller.signal, report: reports.report, checkpoint });
    reports.flush();
    return ran;
  },
});

/** A process that is told of every step would be busy with nothing else; the last is always told. */
function tenASecond(send: (told: Told) => void) {
  let last = -Infinity;
  let waiting: (() => void) | undefined;
  const flush = () => {
    waiting?.();
    waiting = undefined;
  };
  return {
    report(told: Told) {
      waiting = () => send(told);
      if (performance.now() - last < 100) return;
      last = performance.now();
      flush();
    },
    flush,
  };
}
