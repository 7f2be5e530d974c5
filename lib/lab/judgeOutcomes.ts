import { estimatePairedShares, estimateShare } from "../analysis/outcomes";
import type { Estimate } from "../analysis/statistics";
import { type Bar, confidenceOf, confidenceText } from "./decide";
import { gated } from "./gate";
import { type Judgement, outcomeOf, undecided } from "./judgement";

/** A claim about what happens or not, such as learnt or diverged. */
export interface OutcomesTold extends Omit<Bar, "unit"> {
  /** One sentence with the numbers and the configuration. */
  readonly measured: string;
  /** Of a claim that there is no difference: how large it may be, as a share. */
  readonly margin?: number;
}

/** The claim "it happens in more than a share `least` of all seeds", 0.5 by default: by the exact binomial interval. */
export const judgeOutcomes = (
  outcomes: readonly boolean[],
  { least = 0.5, because, measured }: Omit<OutcomesTold, "margin">,
): Judgement =>
  gated({ outcomes }, ({ outcomes }) =>
    judged(outcomes.map(Number), {
      ...{ measured, least, because, of: "over seeds (binomial)" },
      interval: () => estimateShare(outcomes, confidenceOf(outcomes.length)),
    }),
  );

/**
 * The claim "the first of two happens more often than the second", or with a `margin` "as often", of pairs of one seed each: by
 * the exact interval of McNemar's test.
 */
export const judgePairedOutcomes = (
  pairs: readonly (readonly [first: boolean, second: boolean])[],
  { least = 0, because, margin, measured }: OutcomesTold,
): Judgement =>
  gated({ pairs }, ({ pairs }) =>
    judged(
      pairs.map(([first, second]) => Number(first) - Number(second)),
      {
        ...{ measured, least, because, margin, of: "over pairs (McNemar)" },
        interval: () => estimatePairedShares(pairs, confidenceOf(pairs.length)),
      },
    ),
  );

interface Exact extends OutcomesTold {
  readonly least: number;
  readonly of: string;
  readonly interval: () => Estimate;
}

function judged(effects: readonly number[], { measured, least, because, margin, of, interval }: Exact): Judgement {
  const where = margin === undefined ? `above ${least}` : `within ±${margin}`;
  const criterion = `the exact ${confidenceText(effects.length)} interval ${of} lies ${where}${because ? ` (${because})` : ""}`;
  if (effects.length < 2) return undecided(criterion, measured);
  const estimate = interval();
  const bar = margin === undefined ? ({ is: "above", at: least } as const) : ({ is: "within", at: margin } as const);
  return {
    ...{ outcome: outcomeOf(bar, estimate.interval), effect: estimate.mean, interval: estimate.interval },
    ...{ effects, unit: "of the seeds", bar, criterion, measured },
  };
}
