import type { Preset } from "../lab/preset";
import { verdictMime } from "../view/mime";
import type { Verdict } from "../view/verdict";
import { type Anchored, anchorsOf, originOfOutput } from "./anchors";
import type { Notebook } from "./ipynb";

/** A verdict, the notebook that computed it, and whether it is another than its author expects. */
export interface JudgedClaim extends Verdict {
  readonly notebook: string;
  /** Of the verdict on its notebook's page. */
  readonly anchor: string;
  /** Of the figure that shows what the verdict says; undefined where the notebook shows none. */
  readonly figure?: string;
  readonly moved: boolean;
  /** Undefined for outputs that were saved with the notebook: nobody wrote down how it was run. */
  readonly preset?: Preset;
  /** What becomes of it by the result that ships with the lab; the verdict itself is then of a run here. */
  readonly recorded?: Verdict;
}

/**
 * Whether what was recorded and what was run here decide a claim in opposite ways. That one is undecided is no contradiction: a
 * smaller size leaves more open.
 */
export const contradicts = ({ outcome, recorded }: Pick<JudgedClaim, "outcome" | "recorded">): boolean =>
  recorded !== undefined &&
  [outcome, recorded.outcome].every((one) => one !== "undecided") &&
  outcome !== recorded.outcome;

/**
 * The verdicts shown in the executed notebook of this name, in its order; of a claim that it shows recorded and run here, the
 * latter. What the start shows of other sections counts there.
 */
export function claimsOf(notebook: Notebook, name: string): JudgedClaim[] {
  if (isStart(name)) return [];
  const { preset, recorded = [] } = notebook.metadata.lecture_lab ?? {};
  const anchors = anchorsOf(notebook, name);
  const shown = anchors.flatMap(({ kind, output }) =>
    kind === "verdict" ? [output.data?.[verdictMime] as Verdict] : [],
  );
  const ofRecord = (id: string) => [...recorded, ...shown.filter(({ source }) => source)].find((one) => one.id === id);
  return anchors.flatMap(({ kind, anchor, output }, place) => {
    if (kind !== "verdict") return [];
    const verdict = output.data?.[verdictMime] as Verdict;
    if (verdict.source && shown.some(({ id, source }) => id === verdict.id && !source)) return [];
    // Of the figures that show it, the last before it: that of the same run.
    const shows = (one: Anchored) => originOfOutput(one.output)?.claims.includes(verdict.id);
    const figure = anchors.slice(0, place).findLast(shows) ?? anchors.find(shows);
    const moved = verdict.outcome !== verdict.expected;
    const claim = { ...verdict, notebook: name, anchor, figure: figure?.anchor, moved, preset };
    return [verdict.source ? claim : { ...claim, recorded: ofRecord(verdict.id) }];
  });
}

const isStart = (name: string): boolean => name.startsWith("0-");

/** Over how many seeds a claim's run went, as text; a dash where it has not told. */
export function seedsOf({ config }: Pick<Verdict, "config">): string {
  const { seeds } = (config ?? {}) as { seeds?: unknown };
  return typeof seeds === "number" ? `${seeds}` : "–";
}

/** The verdict at lecture size, where there is one; else the run's here. */
export const atLectureSize = ({ recorded, ...here }: JudgedClaim): Pick<JudgedClaim, "outcome" | "moved"> =>
  recorded ? { outcome: recorded.outcome, moved: recorded.outcome !== recorded.expected } : here;

/** "8 claims: 6 hold, 1 fails, 1 undecided; 1 other than expected" */
export function tally(claims: readonly Pick<JudgedClaim, "outcome" | "moved">[]): string {
  const counted = (count: number, one: string, many: string) =>
    count > 0 ? [`${count} ${count === 1 ? one : many}`] : [];
  const those = (outcome: string) => claims.filter((claim) => claim.outcome === outcome).length;
  const parts = [
    ...counted(those("holds"), "holds", "hold"),
    ...counted(those("fails"), "fails", "fail"),
    ...counted(those("undecided"), "undecided", "undecided"),
  ];
  const [all = "no claims"] = counted(claims.length, "claim", "claims");
  const moved = claims.filter((claim) => claim.moved).length;
  return `${all}${parts.length ? ": " : ""}${parts.join(", ")}${moved ? `; ${moved} other than expected` : ""}`;
}
