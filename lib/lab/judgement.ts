import type { Outcome, Threshold, Verdict } from "../view/verdict";

/** What an experiment's author decides about a result; the rest of the verdict is the experiment's own. */
export type Judgement = Pick<
  Verdict,
  "outcome" | "effect" | "interval" | "criterion" | "measured" | "unit" | "effects" | "bar"
>;

/** What a threshold makes of an interval. */
export const outcomeOf = ({ is, at }: Threshold, [low, high]: readonly [number, number]): Outcome => {
  const [holds, fails] = is === "above" ? [low > at, high < at] : [low > -at && high < at, low > at || high < -at];
  return holds ? "holds" : fails ? "fails" : "undecided";
};

/** The judgement that there is none. */
export const undecided = (criterion: string, measured: string): Judgement => ({
  ...{ outcome: "undecided", effect: null, interval: null, criterion, measured },
});
