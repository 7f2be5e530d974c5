import { worker, workerEmit } from "workerpool";
import type { SeedRun, WorkerEvent } from "./seeds";

// The process that `overSeeds` starts for a run: SIGINT, from it or from the terminal, ends the run early and not the process.
let controller = new AbortController();
process.on("SIGINT", () => controller.abort());

worker({
  async run(file: string, name: string, config: unknown, seed: number, checkpoint?: string): Promise<unknown> {
    controller = new AbortController();
    const tell = (event: WorkerEvent<unknown>) => workerEmit(event);
    tell({ pid: process.pid });
    const module = (await import(file)) as Record<string, SeedRun<unknown, unknown, unknown>>;
    const reports = tenASecond((event) => tell({ event }));
    const { signal } = controller;
    const result = await module[name](config, seed, { signal, report: reports.report, checkpoint });
    reports.flush();
    return result;
  },
});

/** A process that is told of every step would be busy with nothing else; the last is always told. */
function tenASecond(send: (event: unknown) => void) {
  let last = -Infinity;
  let waiting: (() => void) | undefined;
  const flush = () => {
    waiting?.();
    waiting = undefined;
  };
  return {
    report(event: unknown) {
      waiting = () => send(event);
      if (performance.now() - last < 100) return;
      last = performance.now();
      flush();
    },
    flush,
  };
}
