import { mean } from "../../../analysis/statistics";
import { fork, type Key, uniforms } from "../../../core/random";
import { type Estimator, type EstimatorResult, estimators, type Sampled, sampleCounts } from "./config";
import type { Enumeration } from "./enumeration";

/** A gradient as a sum of the enumerated ones: Σ a_s A_s + b_s B_s. */
interface Mixture {
  readonly a: Float64Array;
  readonly b: Float64Array;
}

/** How far sampled gradients are from the exact one, by estimator and number of samples. */
export function estimates(all: Enumeration, key: Key, repeats: number): EstimatorResult[] {
  const exact: Mixture = { a: all.probs, b: all.probs.map((p, s) => p * all.rewards[s]) };
  const length = Math.sqrt(product(all, exact, exact));
  return estimators.map((estimator) => {
    const curve = sampleCounts.map((samples): Sampled => {
      const own = fork(fork(key, estimator), samples);
      const drawn = Array.from({ length: repeats }, (_, i) => draw(all, { estimator, samples, key: fork(own, i) }));
      return { samples, ...distances(all, { drawn, exact, length }) };
    });
    return { estimator, variance: variance(all, estimator, length), curve, slope: slopeOf(curve) };
  });
}

function distances(all: Enumeration, { drawn, exact, length }: { drawn: Mixture[]; exact: Mixture; length: number }) {
  const found = drawn.map((one) => ({ square: product(all, one, one), along: product(all, one, exact) }));
  const average: Mixture = { a: meanOf(drawn.map(({ a }) => a)), b: meanOf(drawn.map(({ b }) => b)) };
  const off = less(average, exact);
  return {
    error: Math.sqrt(mean(found.map(({ square, along }) => square - 2 * along)) + length ** 2) / length,
    cosine: mean(found.map(({ square, along }) => along / (length * Math.sqrt(square)))),
    bias: Math.sqrt(Math.max(0, product(all, off, off))) / length,
  };
}

interface Draw {
  readonly estimator: Estimator;
  readonly samples: number;
  readonly key: Key;
}

/** The moving average begins where it has forgotten how it began: after so many samples. */
const before = 50;

/** The mean of so many samples' A_s + (R_s − b) B_s. */
function draw(all: Enumeration, { estimator, samples, key }: Draw): Mixture {
  const { probs, rewards } = all;
  const next = uniforms(key);
  const cumulated = probs.map(
    (
      (sum) => (p) =>
        (sum += p)
    )(0),
  );
  const one = () => {
    const u = next() * cumulated[cumulated.length - 1];
    const s = cumulated.findIndex((bound) => u < bound);
    return s < 0 ? probs.length - 1 : s;
  };
  const moving = estimator === "moving average";
  let baseline = moving ? rewards[one()] : constant(all, estimator);
  if (moving) for (let i = 0; i < before; i++) baseline = 0.9 * baseline + 0.1 * rewards[one()];
  const [a, b] = [new Float64Array(probs.length), new Float64Array(probs.length)];
  for (let i = 0; i < samples; i++) {
    const s = one();
    a[s] += 1 / samples;
    b[s] += (rewards[s] - baseline) / samples;
    if (moving) baseline = 0.9 * baseline + 0.1 * rewards[s];
  }
  return { a, b };
}

/** A baseline that does not change; the optimal one is argmin_b E‖A + (R − b) B‖² = E[R ‖B‖² + A·B] / E‖B‖². */
function constant({ probs, rewards, greedy, products: { AB, BB } }: Enumeration, estimator: Estimator): number {
  if (estimator === "self-critical") return rewards[greedy];
  if (estimator !== "optimal") return 0;
  const P = probs.length;
  const expected = (of: (s: number) => number) => probs.reduce((sum, p, s) => sum + p * of(s), 0);
  const own = (s: number) => s * P + s;
  return expected((s) => rewards[s] * BB[own(s)] + AB[own(s)]) / expected((s) => BB[own(s)]);
}

/** Of one sample, exactly: Σ p_s ‖A_s + (R_s − b) B_s‖² / ‖g‖² − 1. */
function variance(all: Enumeration, estimator: Estimator, length: number): number | null {
  if (estimator === "moving average") return null;
  const {
    probs,
    rewards,
    products: { AA, AB, BB },
  } = all;
  const b = constant(all, estimator);
  const P = probs.length;
  const square = probs.reduce((sum, p, s) => {
    const [own, gain] = [s * P + s, rewards[s] - b];
    return sum + p * (AA[own] + 2 * gain * AB[own] + gain ** 2 * BB[own]);
  }, 0);
  return square / length ** 2 - 1;
}

/** The inner product of two mixtures; few samples are few paths. */
function product({ products: { AA, AB, BB } }: Enumeration, u: Mixture, v: Mixture): number {
  const P = u.a.length;
  const [us, vs] = [u, v].map(taken);
  let sum = 0;
  for (const s of us) {
    for (const r of vs) {
      sum += u.a[s] * (AA[s * P + r] * v.a[r] + AB[s * P + r] * v.b[r]);
      sum += u.b[s] * (AB[r * P + s] * v.a[r] + BB[s * P + r] * v.b[r]);
    }
  }
  return sum;
}

const taken = ({ a, b }: Mixture): number[] => Array.from(a.keys()).filter((s) => a[s] !== 0 || b[s] !== 0);

const less = (u: Mixture, v: Mixture): Mixture => ({
  a: u.a.map((x, i) => x - v.a[i]),
  b: u.b.map((x, i) => x - v.b[i]),
});

const meanOf = (rows: readonly Float64Array[]): Float64Array =>
  rows[0].map((_, i) => rows.reduce((sum, row) => sum + row[i], 0) / rows.length);

function slopeOf(curve: readonly Sampled[]): number {
  const [xs, ys] = [curve.map(({ samples }) => Math.log(samples)), curve.map(({ error }) => Math.log(error))];
  const [mx, my] = [mean(xs), mean(ys)];
  return xs.reduce((sum, x, i) => sum + (x - mx) * (ys[i] - my), 0) / xs.reduce((sum, x) => sum + (x - mx) ** 2, 0);
}
