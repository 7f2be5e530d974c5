import { escapeHtml } from "./progress";

export const outcomes = ["holds", "fails", "undecided"] as const;
/** What becomes of a claim. */
export type Outcome = (typeof outcomes)[number];

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
  /** At 95 %; null, as the effect, where there are too few seeds to tell. */
  readonly interval: readonly [number, number] | null;
  /** Fixed before the run: "interval above 0". */
  readonly criterion: string;
  /** One sentence with the numbers and the configuration. */
  readonly measured: string;
  /** Every option of the run, its seeds among them. */
  readonly config?: object;
}

const colors: Record<Outcome, string> = { holds: "#009E73", fails: "#D55E00", undecided: "#767676" };

/** "0.42 [0.31, 0.53]"; a dash where nothing was measured. */
export function effectText({ effect, interval }: Pick<Verdict, "effect" | "interval">): string {
  if (effect === null) return "–";
  return interval ? `${short(effect)} [${interval.map(short).join(", ")}]` : short(effect);
}

/** Three digits that count. */
function short(value: number): string {
  const size = Math.abs(value);
  const far = size !== 0 && (size >= 1e5 || size < 1e-3);
  return (far ? value.toExponential(1) : String(Number(value.toPrecision(3)))).replaceAll("-", "−");
}

export function verdictText(verdict: Verdict): string {
  const { claim, outcome, expected, criterion, measured } = verdict;
  const moved = outcome === expected ? "" : ` (expected: ${expected})`;
  return `${claim}\n${outcome.toUpperCase()}${moved}: effect ${effectText(verdict)}; criterion: ${criterion}.\n${measured}`;
}

export function verdictHtml(verdict: Verdict): string {
  const { claim, outcome, expected, criterion, measured } = verdict;
  const color = colors[outcome];
  const moved = outcome === expected ? "" : ` <em>(expected: ${expected})</em>`;
  return (
    `<div style="border-left:6px solid ${color};padding:6px 14px;margin:6px 0;max-width:800px">` +
    `<div><strong>${escapeHtml(claim)}</strong></div>` +
    `<div><strong style="color:${color}">${outcome.toUpperCase()}</strong>${moved} · effect ${effectText(verdict)} · ` +
    `criterion: ${escapeHtml(criterion)}.</div><div>${escapeHtml(measured)}</div></div>`
  );
}
