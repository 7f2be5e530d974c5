import { mean } from "../../../analysis/statistics";
import type { CurvePoint } from "../../../lab/textLearner";
import type { LearningModelResult, LearningResult } from "./config";

/** The loss at a time between two points of the curve. */
export function bitsAt(curve: readonly CurvePoint[], time: number): number {
  const after = curve.findIndex(({ seconds }) => seconds >= time);
  if (after <= 0) return curve.at(after)!.heldOutBits;
  const [a, b] = [curve[after - 1], curve[after]];
  return a.heldOutBits + ((b.heldOutBits - a.heldOutBits) * (time - a.seconds)) / (b.seconds - a.seconds);
}

/** Full BPTT at whichever learning rate ends lower, on average over the seeds. */
export function bestFull({ models, config }: LearningResult): LearningModelResult[] {
  const ends = (rate: number) =>
    models.filter(
      ({ kind, learningRate, carriedBits }) => kind === "full" && learningRate === rate && carriedBits !== null,
    );
  const loss = (rate: number) =>
    ends(rate).length > 0 ? mean(ends(rate).map(({ carriedBits }) => carriedBits!)) : Infinity;
  return ends(config.fullRates.reduce((a, b) => (loss(b) < loss(a) ? b : a)));
}
