import type { Estimate } from "../analysis/statistics";
import type { Judgement } from "./judge";

/**
 * The claim "there is no difference worth the name": the effect lies within ±`margin`, decided by the interval over seeds.
 * @param measured one sentence with the numbers and the configuration
 * @see Schuirmann 1987 on tests of equivalence
 */
export function judgeWithin(estimate: Estimate | undefined, measured: string, margin: number): Judgement {
  const criterion = `the 95 % interval over seeds lies within ±${margin}`;
  if (!estimate) return { outcome: "undecided", effect: null, interval: null, criterion, measured };
  const { mean: effect, interval } = estimate;
  const within = -margin < interval[0] && interval[1] < margin;
  const outside = interval[1] < -margin || interval[0] > margin;
  return { outcome: within ? "holds" : outside ? "fails" : "undecided", effect, interval, criterion, measured };
}
