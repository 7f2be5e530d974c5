import { jStat } from "jstat";
import { expectForms, forms } from "../core/argumentForms";
import { expect } from "../core/errors";

/** A mean and its confidence interval. */
export interface Estimate {
  readonly mean: number;
  readonly interval: readonly [number, number];
}

/** The arithmetic mean; NaN of nothing. */
export function mean(values: readonly number[]): number {
  expectForms("mean", { values: [forms.numbers, values] });
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Over seeds: mean ± t_{(1+confidence)/2, n−1} · s / √n. Give it differences and it is the paired interval.
 * @param confidence 0.95 by default
 * @see Student 1908
 */
export function estimate(values: readonly number[], confidence = 0.95): Estimate {
  expectForms("estimate", { values: [forms.numbers, values], confidence: [forms.share, confidence] });
  const n = values.length;
  expect(n >= 2, `estimate: an interval needs at least two seeds, got ${n}`);
  const center = mean(values);
  return around(center, sumOfSquares(values, center) / (n - 1) / n, { freedom: n - 1, confidence });
}

/**
 * Over seeds and over text, of one value for each seed and each block of a held-out text, y_sb = μ + a_s + c_b + e_sb with
 * everything but μ random: the mean of all, with
 *   variance (MS_seeds + MS_blocks − MS_rest) / (S B), Satterthwaite's degrees of freedom;
 * where a source shows no variance of its own, the larger of the two alone.
 * @param rows [S][B], S ≥ 2, B ≥ 2
 * @see Satterthwaite 1946; Clark 1973, "The language-as-fixed-effect fallacy"
 */
export function estimateOverText(rows: readonly (readonly number[])[], confidence = 0.95): Estimate {
  expectForms("estimateOverText", { rows: [forms.list(forms.numbers), rows], confidence: [forms.share, confidence] });
  const [S, B] = [rows.length, rows[0]?.length ?? 0];
  expect(
    S >= 2 && B >= 2 && rows.every(({ length }) => length === B),
    () => `estimateOverText: two seeds with the same two blocks of text at least expected, got ${S} of ${B}`,
  );
  const ofSeeds = rows.map(mean);
  const ofBlocks = rows[0].map((_, b) => mean(rows.map((row) => row[b])));
  const center = mean(ofSeeds);
  const rest = rows.flatMap((row, s) => row.map((y, b) => y - ofSeeds[s] - ofBlocks[b] + center));
  const sources = [
    { freedom: S - 1, square: (B * sumOfSquares(ofSeeds, center)) / (S - 1) },
    { freedom: B - 1, square: (S * sumOfSquares(ofBlocks, center)) / (B - 1) },
    { freedom: (S - 1) * (B - 1), square: sumOfSquares(rest, 0) / ((S - 1) * (B - 1)) },
  ];
  const [seeds, blocks, noise] = sources.map(({ square }) => square);
  const variance = Math.max(seeds + blocks - noise, seeds, blocks);
  const spread = sources.reduce((sum, { freedom, square }) => sum + square ** 2 / freedom, 0);
  const freedom = spread > 0 ? variance ** 2 / spread : S - 1;
  return around(center, variance / (S * B), { freedom, confidence });
}

const sumOfSquares = (values: readonly number[], center: number): number =>
  values.reduce((sum, value) => sum + (value - center) ** 2, 0);

function around(
  center: number,
  variance: number,
  { freedom, confidence }: { readonly freedom: number; readonly confidence: number },
): Estimate {
  const margin = jStat.studentt.inv((1 + confidence) / 2, freedom) * Math.sqrt(variance);
  return { mean: center, interval: [center - margin, center + margin] };
}
