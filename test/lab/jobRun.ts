import type { Told } from "../../lib/lab/jobProgress";
import type { JobContext } from "../../lib/lab/jobs";

export interface Work {
  readonly seed: number;
  readonly factor: number;
  /** How long it takes at least, or until it is stopped. */
  readonly milliseconds: number;
}

/** A job that a worker process can import: tells its steps, and says in which process it was. */
export async function work({ seed, factor, milliseconds }: Work, { signal, report }: JobContext<Told>) {
  if (factor < 0 && seed === 1) throw new Error(`a factor of ${factor}`);
  const end = Date.now() + milliseconds;
  let steps = 0;
  do {
    report?.({ done: ++steps });
    await new Promise((resolve) => setTimeout(resolve, 20));
  } while (Date.now() < end && !signal?.aborted);
  return { value: seed * factor, pid: process.pid, steps, stopped: signal?.aborted ?? false };
}
