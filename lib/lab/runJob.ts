import { fromExactJson, toExactJson } from "../core/exactJson";
import type { Told } from "./jobProgress";

/** What a job is given: a sign to stop, and a way to tell how far it is. */
export interface JobContext<E> {
  readonly signal?: AbortSignal;
  readonly report?: (told: E) => void;
  /** A file to save itself in, and to go on from. */
  readonly checkpoint?: string;
}

/**
 * One piece of an experiment's work, such as the training of one model. `J` says all that its result depends on, its
 * seed too. Plain data in and out, so that it can happen in another process and its result can be kept.
 */
export type Job<J, R, E extends Told = Told> = (job: J, context: JobContext<E>) => Promise<R>;

/** What a job has taken. */
export interface JobCost {
  /** Of processors, all cores and tries together. */
  readonly seconds: number;
  /** The most memory that its process had. */
  readonly bytes: number;
}

/** What a job has returned: the same plain data to the last bit, whichever process it ran in. */
export interface Ran<R> {
  readonly result: R;
  /** Whether it is the whole result: the job has not heard the sign to stop, if there was one. */
  readonly whole: boolean;
  readonly cost: JobCost;
  /** See `firstPoint`; of this try. */
  readonly first?: unknown;
}

/** The first point of a curve that a job tells on its way; undefined where there is none yet, or never one. */
export function firstPoint(told: Told): unknown {
  const lists = Object.values(told).filter((part): part is unknown[] => Array.isArray(part) && part.length > 0);
  return lists[0]?.[0];
}

/** @throws what the job throws, and where it returns what is not plain data */
export async function runJob<J, R, E extends Told>(
  run: Job<J, R, E>,
  job: J,
  { signal, report, ...context }: JobContext<E>,
): Promise<Ran<R>> {
  const ear = signal && listen(signal);
  const before = process.cpuUsage();
  let first: unknown;
  const tell = (told: E) => {
    first ??= firstPoint(told);
    report?.(told);
  };
  try {
    const made = await run(job, { ...context, report: tell, signal: ear?.signal });
    const result = fromExactJson<R>(toExactJson(made, `what ${run.name} returns`));
    const { user, system } = process.cpuUsage(before); // in microseconds; memory in kilobytes
    const cost = { seconds: (user + system) / 1e6, bytes: process.resourceUsage().maxRSS * 1024 };
    return { result, whole: !ear?.heard(), cost, first };
  } finally {
    ear?.close();
  }
}

/**
 * A signal that aborts with another, and notes whether anybody has heard it: has read that it is aborted, or was called.
 * Who puts it into an `AbortSignal.any` is not noticed: jobs do without.
 */
function listen(source: AbortSignal) {
  const controller = new AbortController();
  const { signal } = controller;
  const { addEventListener } = signal;
  let heard = false;
  let called = false;
  Object.defineProperties(signal, {
    aborted: { get: () => (heard ||= source.aborted) },
    addEventListener: {
      value(...listener: Parameters<typeof addEventListener>) {
        called = true;
        addEventListener.apply(signal, listener);
      },
    },
  });
  const abort = () => {
    heard ||= called;
    controller.abort();
  };
  source.addEventListener("abort", abort);
  return { signal, heard: () => heard, close: () => source.removeEventListener("abort", abort) };
}
