import type { Verdict } from "../view/verdict";

/** What an experiment's author decides about a result; the rest of the verdict is the experiment's own. */
export type Judgement = Pick<Verdict, "outcome" | "effect" | "interval" | "criterion" | "measured">;

/** The judgement that there is none. */
export const undecided = (criterion: string, measured: string): Judgement => ({
  ...{ outcome: "undecided", effect: null, interval: null, criterion, measured },
});
