import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { compile } from "../../lib/core/compile";
import { LabError } from "../../lib/core/errors";
import { backend } from "../../lib/core/graph/backend";
import { tf } from "../../lib/core/tf";
import type { Told } from "../../lib/lab/jobProgress";
import type { JobContext } from "../../lib/lab/runJob";

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

export interface Hungry {
  readonly seed: number;
  /** How it is that there is no memory left for the second. */
  readonly how: "process" | "tensor" | "array";
}

/** A job that wants more memory than there is, and notes when it was begun and when it ended. */
export async function hungry({ seed, how }: Hungry, { checkpoint }: JobContext<Told>) {
  const log = `${checkpoint}.log`;
  appendFileSync(log, `begun ${Date.now()}\n`);
  await new Promise((resolve) => setTimeout(resolve, 300));
  appendFileSync(log, `ended ${Date.now()}\n`);
  if (seed !== 2) return { seed };
  if (how === "process") process.kill(process.pid, "SIGKILL");
  if (how === "array") throw new RangeError("Array buffer allocation failed");
  throw new Error("Invalid TF_Status: 8\nMessage: OOM when allocating tensor with shape[1000,1000]");
}

/** A mistake of the user's, found out in a job. */
export async function mistaken({ seed }: { readonly seed: number }) {
  throw new LabError(`seed: an even number expected, got ${seed}`);
}

/** What its process holds as it begins; leaves rubbish, and a graph that it has not closed. */
export async function careless({ seed }: { readonly seed: number }) {
  const graphs = backend().binding.getNumOfSavedModels();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  const rubbish = Array.from({ length: 100_000 }, (_, i) => ({ at: [i, seed] }));
  const doubled = compile((x: tf.Tensor1D) => x.mul(2));
  tf.tidy(() => void doubled(tf.tensor1d([rubbish.length, new Float64Array(500_000).length])));
  return { pid: process.pid, graphs, megabytes: (heapUsed + arrayBuffers) / 1e6, tensors: tf.memory().numTensors };
}

/** Numbers that JSON has no word for. */
export async function odd({ seed }: { readonly seed: number }, { report }: JobContext<Told>) {
  report?.({ done: 1 });
  return { seed, numbers: [Number.NaN, Infinity, -Infinity, -0, null] };
}

export async function typed({ seed }: { readonly seed: number }) {
  return { seed, weights: new Float32Array(seed) };
}

/** Tells its last step, and has still to evaluate; where it listens, it gives that up when it is stopped. */
export async function late({ listens }: { readonly listens: boolean }, { signal, report }: JobContext<Told>) {
  report?.({ done: 1 });
  let heard = false;
  for (let i = 0; i < 40 && !heard; i++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    heard = listens && (signal?.aborted ?? false);
  }
  return { heard };
}
