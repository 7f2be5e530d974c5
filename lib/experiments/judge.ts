import type { Estimate } from "../analysis/statistics";
import type { Verdict } from "../view/verdict";

/** What an experiment's author decides about a result; the rest of the verdict is the experiment's own. */
export type Judgement = Pick<Verdict, "outcome" | "effect" | "interval" | "criterion" | "measured">;

/**
 * The claim "the effect is above `least`", decided by the interval over seeds; undecided where there are too few of them.
 * @param measured one sentence with the numbers and the configuration
 */
export function judgeAbove(estimate: Estimate | undefined, measured: string, least = 0): Judgement {
  const criterion = `the 95 % interval over seeds lies above ${least}`;
  if (!estimate) return { outcome: "undecided", effect: null, interval: null, criterion, measured };
  const { mean: effect, interval } = estimate;
  const outcome = interval[0] > least ? "holds" : interval[1] < least ? "fails" : "undecided";
  return { outcome, effect, interval, criterion, measured };
}

/** One of several effects that a claim is about, in words, and what was measured of it. */
export interface Part {
  readonly name: string;
  readonly estimate: Estimate | undefined;
}

/**
 * The claim that every one of several effects is above 0: it holds where all their intervals are, fails where one lies
 * below 0, and is decided by the weakest. (No correction for their number is needed where all have to be above.)
 * @param criterion what these effects are, in one clause
 */
export function judgeAllAbove(
  parts: readonly Part[],
  { criterion, measured }: { criterion: string; measured: string },
): Judgement {
  const known = parts.flatMap(({ name, estimate }) => (estimate ? [{ name, ...estimate }] : []));
  if (known.length === 0 || known.length < parts.length) {
    return { outcome: "undecided", effect: null, interval: null, criterion, measured };
  }
  const failed = known.some(({ interval }) => interval[1] < 0);
  const end = failed ? 1 : 0;
  const weakest = known.reduce((a, b) => (b.interval[end] < a.interval[end] ? b : a));
  const { mean: effect, interval } = weakest;
  const outcome = failed ? "fails" : interval[0] > 0 ? "holds" : "undecided";
  return { outcome, effect, interval, criterion, measured: `${measured} The effect is the weakest: ${weakest.name}.` };
}

/**
 * The claim "the effect is 0 but for `margin`": the interval lies within ±margin; it fails where the interval lies outside.
 * Stricter than two one-sided tests at 5 %, which ask for the 90 % interval only.
 * @param measured one sentence with the numbers and the configuration
 * @see Schuirmann 1987
 */
export function judgeWithin(estimate: Estimate | undefined, measured: string, margin: number): Judgement {
  const criterion = `the 95 % interval over seeds lies within ±${margin}`;
  if (!estimate) return { outcome: "undecided", effect: null, interval: null, criterion, measured };
  const { mean: effect, interval } = estimate;
  const [low, high] = interval;
  const outcome = low > -margin && high < margin ? "holds" : low > margin || high < -margin ? "fails" : "undecided";
  return { outcome, effect, interval, criterion, measured };
}
