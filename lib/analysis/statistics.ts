import { jStat } from "jstat";
import { expect } from "../core/errors";

/** A mean over seeds and its 95 % confidence interval: over what the seeds vary, and nothing else. */
export interface Estimate {
  readonly mean: number;
  readonly interval: readonly [number, number];
}

/** The arithmetic mean; NaN of nothing. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean ± t₀.₉₇₅ · s / √n (Student 1908). Give it differences and it is the paired interval. */
export function estimate(values: readonly number[]): Estimate {
  const n = values.length;
  expect(n >= 2, `an interval needs at least two seeds, got ${n}`);
  const center = mean(values);
  const variance = values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (n - 1);
  const margin = jStat.studentt.inv(0.975, n - 1) * Math.sqrt(variance / n);
  return { mean: center, interval: [center - margin, center + margin] };
}
