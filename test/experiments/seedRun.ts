import type { SeedContext } from "../../lib/experiments/seeds";

export interface Config {
  readonly factor: number;
  /** How long each run takes at least, or until it is stopped. */
  readonly milliseconds: number;
}

/** A run that a worker process can import: tells its steps, and says in which process it was. */
export async function run({ factor, milliseconds }: Config, seed: number, { signal, report }: SeedContext<number>) {
  if (factor < 0 && seed === 1) throw new Error(`a factor of ${factor}`);
  const end = Date.now() + milliseconds;
  let steps = 0;
  do {
    report?.(++steps);
    await new Promise((resolve) => setTimeout(resolve, 20));
  } while (Date.now() < end && !signal?.aborted);
  return { value: seed * factor, pid: process.pid, steps, stopped: signal?.aborted ?? false };
}
