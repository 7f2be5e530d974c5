import { type RecordedSource, sourceText } from "./recordedSource";

export const outcomes = ["holds", "fails", "undecided"] as const;
/** What becomes of a claim. */
export type Outcome = (typeof outcomes)[number];

/** An interval is to lie above it, or within it on both sides of 0. */
export interface Threshold {
  readonly is: "above" | "within";
  readonly at: number;
}

/** What became of one claim, with everything a reader needs to doubt it. */
export interface Verdict {
  /** The experiment's id, e.g. "2.1-sampling-diversity". */
  readonly id: string;
  readonly section: string;
  readonly claim: string;
  /** The outcome that the experiment's author expects; the report marks a verdict that moved. */
  readonly expected: Outcome;
  readonly outcome: Outcome;
  /** Over seeds, paired where the runs are paired. */
  readonly effect: number | null;
  /** At what the criterion says; null, as the effect, where there are too few seeds to tell. */
  readonly interval: readonly [number, number] | null;
  /** In what the effect is measured: "bits per character". */
  readonly unit?: string;
  /** What each seed has measured. */
  readonly effects?: readonly number[];
  readonly bar?: Threshold;
  /** Fixed before the run: "interval above 0". */
  readonly criterion: string;
  /** One sentence with the numbers and the configuration. */
  readonly measured: string;
  /** Every option of the run, its seeds among them. */
  readonly config?: object;
  /** Where a recorded result comes from; undefined of one that was computed here. */
  readonly source?: RecordedSource;
}

/** "0.42 [0.31, 0.53] bits per character"; a dash where nothing was measured. */
export function effectText({ effect, interval, unit }: Pick<Verdict, "effect" | "interval" | "unit">): string {
  if (effect === null) return "–";
  const range = interval ? ` [${interval.map(short).join(", ")}]` : "";
  return `${short(effect)}${range}${unit ? ` ${unit}` : ""}`;
}

/** For which other thresholds the outcome would be the same; undefined where nothing was measured. */
export function steadyText({ outcome, interval, unit, bar }: Verdict): string | undefined {
  if (!interval || !bar) return undefined;
  const [low, high] = interval;
  const sizes = interval.map(Math.abs);
  const [from, to] = bar.is === "above" ? interval : [low > 0 || high < 0 ? Math.min(...sizes) : 0, Math.max(...sizes)];
  const [below, above] = [`below ${short(from)}`, `above ${short(to)}`];
  const [holds, fails] = bar.is === "above" ? [below, above] : [above, below];
  const where = { holds, fails, undecided: `from ${short(from)} to ${short(to)}` }[outcome];
  return `The same for every ${bar.is === "above" ? "threshold" : "margin"} ${where}${unit ? ` ${unit}` : ""}.`;
}

/** Three digits that count. */
export function short(value: number): string {
  const size = Math.abs(value);
  const far = size !== 0 && (size >= 1e5 || size < 1e-3);
  return (far ? value.toExponential(1) : String(Number(value.toPrecision(3)))).replaceAll("-", "−");
}

export function verdictText(verdict: Verdict): string {
  const { claim, outcome, expected, criterion, measured, source } = verdict;
  const moved = outcome === expected ? "" : ` (expected: ${expected})`;
  return `${claim}\n${outcome.toUpperCase()}${moved}: effect ${effectText(verdict)}; criterion: ${criterion}.\n${measured}${source ? `\n${sourceText(source)}` : ""}`;
}
