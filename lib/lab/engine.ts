import type { Computation } from "./origin";
import type { JobCost, Ran } from "./runJob";

/** One job as any engine carries it: plain data that another process can run, perhaps on another machine. */
export interface Call<E = unknown> extends Computation {
  readonly job: unknown;
  /** Files that it reads, and that are made from what it says. */
  readonly needs: readonly string[];
  /** Aborted: this one ends early, whatever becomes of the others. */
  readonly signal?: AbortSignal;
  /** A file of this machine's to save itself in, and to go on from. */
  readonly checkpoint?: string;
  readonly report: (told: E) => void;
  /** Says which job it is. */
  readonly called: () => string;
}

/** How a process ended that ran a job, and the most memory that it had told. */
export interface Death {
  readonly how: string;
  readonly bytes: number;
}

/** Who runs jobs: this process, others of this machine, or a queue that workers anywhere draw from. */
export interface Engine<E = unknown> {
  /** How many jobs it takes at once. */
  readonly atOnce: number;
  /**
   * @param before how processes of this job have died: then it is tried once more
   * @returns undefined where it was stopped before it began
   * @throws what the job throws; `Died` where its process has died too often
   */
  run<R>(call: Call<E>, before?: readonly Death[]): Promise<Ran<R> | undefined>;
  close(): Promise<void>;
}

/** What an engine is opened for. */
export interface EngineFor {
  readonly jobs: number;
  readonly signal?: AbortSignal;
}

/** A job that is whole, kept from before or just run: what a record is made of. */
export interface Noted extends Computation {
  readonly job: unknown;
  readonly result: unknown;
  /** See `firstPoint`; undefined where it told none. */
  readonly first?: unknown;
  readonly cost?: JobCost;
}
