import { fromExactJson, toExactJson } from "../core/exactJson";
import { keepSealed, readSealed } from "../core/sealed";

/** What is known of a job that has begun, also after a Stop: of later tries it would not be learnt again. */
export interface Begun {
  /** See `firstPoint`. */
  readonly first?: unknown;
  /** That its tries have taken so far. */
  readonly seconds: number;
}

// Its name has it removed with the job's checkpoints.
const fileOf = (stem: string): string => `${stem}.begun.checkpoint`;

export function begunAt(stem: string | undefined): Begun {
  const text = stem === undefined ? undefined : readSealed(fileOf(stem))?.toString();
  return text === undefined ? { seconds: 0 } : fromExactJson<Begun>(text);
}

export function keepBegun(stem: string | undefined, begun: Begun): void {
  if (stem !== undefined) keepSealed(fileOf(stem), toExactJson(begun, "what a job has told"));
}
