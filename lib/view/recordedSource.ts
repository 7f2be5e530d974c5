export const recordedStates = ["same code", "other code", "verified", "disagrees"] as const;
/** Of a recorded result: whether what it was computed by is what is here now, and what running a part of it again has shown. */
export type RecordedState = (typeof recordedStates)[number];

/** Where a recorded result comes from. */
export interface RecordedSource {
  /** "4-depth" */
  readonly study: string;
  readonly preset: string;
  /** Whether it was undecided with fewer seeds, and has gone on to more, once. */
  readonly secondLook?: boolean;
  /** ISO 8601. */
  readonly date: string;
  readonly commit: string | null;
  /** The model of the processor. */
  readonly processor: string;
  readonly jobs: number;
  readonly state: RecordedState;
  /** The code, data and versions that have changed since, by name. */
  readonly changed: readonly string[];
  /** Where a job that was run again differs. */
  readonly why?: string;
}

/** "Recorded on 2026-11-30 at 37280a0, lecture preset, 90 jobs: verified." */
export function sourceText({ preset, secondLook, date, commit, jobs, state, changed, why }: RecordedSource): string {
  const at = commit ? ` at ${commit.slice(0, 7)}` : "";
  const counted = `${jobs} job${jobs === 1 ? "" : "s"}`;
  return `Recorded on ${date.slice(0, 10)}${at}, ${preset} preset${secondLook ? ", second look" : ""}, ${counted}: ${stateText({ state, changed, why })}.`;
}

/** "other code: train/step.js and 3 more" */
export function stateText({ state, changed, why }: Pick<RecordedSource, "state" | "changed" | "why">): string {
  if (state === "disagrees") return `disagrees with what was run again${why ? ` (${why})` : ""}`;
  if (state === "same code" || changed.length === 0) return state;
  const [first, second, ...more] = changed;
  const names = [first, second, more.length > 0 && `${more.length} more`].filter(Boolean).join(", ");
  return state === "verified" ? `verified with other code (${names})` : `other code (${names})`;
}
