import { jStat } from "jstat";
import { expectForms, forms } from "../core/argumentForms";
import { expect } from "../core/errors";
import { type Estimate, mean } from "./statistics";

/** Quantile p of Beta(a, b), which is all at 0 where a is 0 and all at 1 where b is. */
const beta = (p: number, a: number, b: number): number => (a <= 0 ? 0 : b <= 0 ? 1 : jStat.beta.inv(p, a, b));

/**
 * How often something happens that happens or not: the share of `outcomes`, and its exact interval, whatever their number.
 * @param confidence 0.95 by default
 * @see Clopper & Pearson 1934
 */
export function estimateShare(outcomes: readonly boolean[], confidence = 0.95): Estimate {
  expectForms("estimateShare", {
    outcomes: [forms.list(forms.truth, 1), outcomes],
    confidence: [forms.share, confidence],
  });
  const n = outcomes.length;
  const k = outcomes.filter(Boolean).length;
  const tail = (1 - confidence) / 2;
  return { mean: k / n, interval: [beta(tail, k, n - k + 1), beta(1 - tail, k + 1, n - k)] };
}

const grid = Array.from({ length: 400 }, (_, i) => (i + 0.5) / 400);

/**
 * How much more often the first of two paired outcomes happens than the second: the difference of their shares. Its interval
 * lies on one side of 0 exactly where McNemar's exact test finds a difference at 1 − `confidence`.
 *   difference = (2θ − 1) λ     λ: share of pairs that differ     θ: share of those in which the first happens
 * each limit by melding the exact limits of θ and λ.
 * @see McNemar 1947; Fay & Lumbreras 2021
 */
export function estimatePairedShares(pairs: readonly (readonly [boolean, boolean])[], confidence = 0.95): Estimate {
  const pair = forms.list(forms.truth, 2, 2);
  expectForms("estimatePairedShares", { pairs: [forms.list(pair), pairs], confidence: [forms.share, confidence] });
  const n = pairs.length;
  expect(n > 0, "estimatePairedShares: a pair at least expected, got none");
  const differ = pairs.filter(([first, second]) => first !== second);
  const [d, k] = [differ.length, differ.filter(([first]) => first).length];
  const tail = (1 - confidence) / 2;
  return {
    mean: mean(pairs.map(([first, second]) => Number(first) - Number(second))),
    interval: [lowest({ n, d, k }, tail), -lowest({ n, d, k: d - k }, tail)],
  };
}

/** Limits that were computed before: there are few tables of so few pairs, and each takes a tenth of a second. */
const known = new Map<string, number>();

/** The lower limit: the quantile `tail` of (2θ − 1) λ, each as small as the data allow. */
function lowest(table: Table, tail: number): number {
  const key = [table.n, table.d, table.k, tail].join();
  const limit = known.get(key) ?? computed(table, tail);
  known.set(key, limit);
  return limit;
}

/** Of n pairs d differ, and in k of these the first happens. */
interface Table {
  readonly n: number;
  readonly d: number;
  readonly k: number;
}

function computed({ n, d, k }: Table, tail: number): number {
  const few = grid.map((p) => beta(p, d, n - d + 1));
  const many = grid.map((p) => beta(p, d + 1, n - d));
  const products = grid.flatMap((p) => {
    const advantage = 2 * beta(p, k, d - k + 1) - 1;
    return (advantage > 0 ? few : many).map((share) => advantage * share);
  });
  return Float64Array.from(products).sort()[Math.floor(tail * products.length)];
}
