import type { Engine } from "./engine";
import type { Told } from "./jobProgress";
import { type Job, runJob } from "./runJob";

/** Jobs in this process, one after the other: for those that are too short to be worth processes. */
export const ownProcess = <J, R, E extends Told>(run: Job<J, R, E>, signal?: AbortSignal): Engine<E> => ({
  atOnce: 1,
  run: ({ job, report, checkpoint }) => runJob(run as never, job, { signal, report: report as never, checkpoint }),
  async close() {},
});
