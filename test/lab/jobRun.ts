import { existsSync, readFileSync, writeFileSync } from "node:fs";
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

export interface Mortal {
  readonly seed: number;
  /** How often the process that runs it dies in its middle. */
  readonly deaths: number;
  readonly steps: number;
}

/** A job that saves itself at each step, and whose process is killed half way so many times. */
export async function mortal({ deaths, steps }: Mortal, { report, checkpoint }: JobContext<Told>) {
  const file = checkpoint as string;
  const saved = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { died: 0, taken: 0, step: 0 };
  for (let step = saved.step; step < steps; ) {
    saved.taken++;
    saved.step = ++step;
    const dies = saved.died < deaths && step === Math.ceil(steps / 2) + saved.died;
    if (dies) saved.died++;
    writeFileSync(file, JSON.stringify(saved));
    report?.({ done: step });
    if (dies) process.kill(process.pid, "SIGKILL");
  }
  return { died: saved.died, taken: saved.taken };
}
