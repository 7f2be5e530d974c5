import { type Estimate, estimate, estimateOverText, mean } from "../analysis/statistics";
import type { Threshold } from "../view/verdict";
import { gated } from "./gate";
import { type Judgement, outcomeOf, undecided } from "./judgement";

/** What one seed says about a claim: a number, or on a text one for each block of what is held out. */
export type Effect = number | readonly number[];

/** In what an effect is measured, and where its threshold comes from. */
export interface Bar {
  /** "bits per character" */
  readonly unit?: string;
  /** Of a claim that there is an effect: it must be above this, 0 by default. */
  readonly least?: number;
  /** Why this threshold, in a clause: "a reader notices no less". */
  readonly because?: string;
}

/** A claim's threshold, and one sentence with the numbers and the configuration. */
export interface EffectTold extends Bar {
  readonly measured: string;
}

/**
 * From eight seeds on a claim that stays undecided may go on once, to twenty: both looks use 97.5 % intervals, so that together
 * they err in at most 5 %. Fewer seeds are looked at once.
 */
export const confidenceOf = (seeds: number): number => (seeds >= 8 ? 0.975 : 0.95);

const ofSeed = (effect: Effect): number => (typeof effect === "number" ? effect : mean(effect));

/** The mean effect and its interval, over seeds and, where there are blocks of text, over these. */
const estimateOf = (effects: readonly Effect[], confidence: number): Estimate =>
  typeof effects[0] === "number"
    ? estimate(effects as number[], confidence)
    : estimateOverText(effects as number[][], confidence);

/** "97.5 %" */
export const confidenceText = (seeds: number): string => `${Number((100 * confidenceOf(seeds)).toFixed(1))} %`;

const intervalText = (effects: readonly Effect[]): string =>
  `the ${confidenceText(effects.length)} interval over seeds${Array.isArray(effects[0]) ? " and text" : ""}`;

/** "0.05 points (a reader notices no less)" */
const thresholdText = (threshold: number | string, { unit, because }: Bar): string =>
  `${threshold}${unit && threshold !== 0 ? ` ${unit}` : ""}${because ? ` (${because})` : ""}`;

/** The claim "the effect is above `least`", decided by the interval; undecided where there are fewer than two seeds. */
export function judgeAbove(effects: readonly Effect[], { measured, ...bar }: EffectTold): Judgement {
  const { least = 0 } = bar;
  const criterion = `${intervalText(effects)} lies above ${thresholdText(least, bar)}`;
  return decide(effects, { criterion, measured, unit: bar.unit, bar: { is: "above", at: least } });
}

/**
 * The claim "the effect is 0 but for `margin`": the interval lies within ±margin; it fails where the interval lies outside.
 * Stricter than two one-sided tests of the same size.
 * @see Schuirmann 1987
 */
export function judgeWithin(
  effects: readonly Effect[],
  { measured, margin, ...bar }: Omit<EffectTold, "least"> & { readonly margin: number },
): Judgement {
  const criterion = `${intervalText(effects)} lies within ${thresholdText(`±${margin}`, bar)}`;
  return decide(effects, { criterion, measured, unit: bar.unit, bar: { is: "within", at: margin } });
}

/** One of several effects that a claim is about, in words, and what each seed has measured of it. */
export interface NamedEffect {
  readonly name: string;
  readonly effects: readonly Effect[];
}

/**
 * The claim that every one of several effects is above `least`: it holds where each interval is (all have to be, so no correction is
 * needed), and fails where one lies below it also at Holm's level for the worst of so many. It is told by the weakest.
 * @param criterion what these effects are, in one clause
 * @see Holm 1979
 */
export function judgeAllAbove(
  parts: readonly NamedEffect[],
  { criterion: what, measured, ...bar }: EffectTold & { readonly criterion: string },
): Judgement {
  const { least = 0, unit } = bar;
  if (parts.length === 0 || parts.some(({ effects }) => effects.length < 2)) return undecided(what, measured);
  return gated({ parts }, ({ parts }) => {
    const judged = parts.map(({ name, effects }) => {
      const confidence = confidenceOf(effects.length);
      const atHolm = estimateOf(effects, 1 - (1 - confidence) / parts.length);
      return { name, effects, ...estimateOf(effects, confidence), fails: atHolm.interval[1] < least };
    });
    const failed = judged.some(({ fails }) => fails);
    const end = failed ? 1 : 0;
    const weakest = judged.reduce((a, b) => (b.interval[end] < a.interval[end] ? b : a));
    const said = `${measured} The effect is the weakest: ${weakest.name}.`;
    const bars = `${what}; ${intervalText(weakest.effects)} of each lies above ${thresholdText(least, bar)}`;
    const told = { criterion: bars, measured: said, unit, bar: { is: "above", at: least } } as const;
    return decide(weakest.effects, told, ([low]) => (failed ? "fails" : low > least ? "holds" : "undecided"));
  });
}

/** What the interval decides; nothing where there is none, or no number in it. */
function decide(
  effects: readonly Effect[],
  told: Pick<Judgement, "criterion" | "measured" | "unit"> & { readonly bar: Threshold },
  outcome = (interval: Estimate["interval"]) => outcomeOf(told.bar, interval),
): Judgement {
  if (effects.length < 2) return undecided(told.criterion, told.measured);
  return gated({ effects }, ({ effects }) => {
    const { mean: effect, interval } = estimateOf(effects, confidenceOf(effects.length));
    return { outcome: outcome(interval), effect, interval, effects: effects.map(ofSeed), ...told };
  });
}

/** The judgement on every one of several texts, or the like: the one that speaks most against the claim. */
export function judgeEvery(each: readonly Judgement[], where: string): Judgement {
  const against = ["fails", "undecided", "holds"].flatMap((outcome) => each.filter((one) => one.outcome === outcome));
  return { ...against[0], criterion: `${where} ${against[0].criterion}` };
}
