import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { varianceLeft } from "../../lib/analysis/contextVariance";
import { distance, lyapunovExponent, norm, orbit, tanhStep } from "../../lib/analysis/dynamics";
import { meanField } from "../../lib/analysis/meanField";
import { vanilla } from "../../lib/cells/vanilla";
import { fork, normal, seed, uniforms } from "../../lib/core/random";
import type { tf } from "../../lib/core/tf";

const rows = (matrix: tf.Tensor2D): Float64Array[] =>
  (matrix.arraySync() as number[][]).map((row) => Float64Array.from(row));
const vector = (...values: number[]): Float64Array => Float64Array.from(values);
const random = (label: string, length: number, std = 0.5): Float64Array =>
  Float64Array.from(normal(fork(seed(7), label), [length], std).dataSync());

test("tanhStep is the vanilla cell's step, in double precision", () => {
  const [D, H] = [3, 5];
  const cell = vanilla({ inputSize: D, hiddenSize: H });
  const params = { ...cell.init(seed(1)), b: normal<tf.Rank.R1>(seed(2), [H]) };
  const [x, h] = [normal<tf.Rank.R2>(seed(3), [1, D]), normal<tf.Rank.R2>(seed(4), [1, H])];
  const a = x.matMul(params.Wx).add(params.b).dataSync();
  const next = tanhStep(rows(params.Wh), Float64Array.from(h.dataSync()), a);
  cell
    .step(params, { h }, x)
    .h.dataSync()
    .forEach((value, j) => void assert.ok(Math.abs(value - next[j]) < 1e-6));
});

test("an orbit is one step after the other, over inputs or on its own", () => {
  const Wh = rows(normal<tf.Rank.R2>(seed(5), [4, 4], 0.5));
  const [h0, inputs] = [random("h", 4), [random("a", 4), random("b", 4)]];
  const [one, two] = orbit(Wh, h0, inputs);
  assert.deepEqual(two, tanhStep(Wh, one, inputs[1]));
  assert.deepEqual(orbit(Wh, h0, 2)[1], tanhStep(Wh, tanhStep(Wh, h0)));
});

describe("the Lyapunov exponent", () => {
  const measure = (Wh: Float64Array[], h0: Float64Array) =>
    lyapunovExponent(Wh, { h0, delta: random("delta", h0.length), settle: 60, steps: 400 }).exponent;

  test("is ln ρ where the state dies: for a multiple of a rotation exactly", () => {
    const [c, s] = [0.8 * Math.cos(1), 0.8 * Math.sin(1)];
    assert.ok(Math.abs(measure([vector(c, -s), vector(s, c)], vector(0.1, 0.2)) - Math.log(0.8)) < 1e-9);
  });

  test("is the logarithm of the slope at a fixed point", () => {
    let h = 0.5;
    for (let t = 0; t < 500; t++) h = Math.tanh(2 * h);
    assert.ok(Math.abs(measure([vector(2)], vector(0.5)) - Math.log(2 * (1 - h * h))) < 1e-9);
  });

  test("agrees with two orbits that begin close together", () => {
    const Wh = rows(normal<tf.Rank.R2>(seed(6), [40, 40], 3 / Math.sqrt(40)));
    const [h0, delta] = [orbit(Wh, random("h", 40), 200)[199], random("delta", 40, 1e-9)];
    const steps = 20;
    const moved = orbit(
      Wh,
      h0.map((value, i) => value + delta[i]),
      steps,
    )[steps - 1];
    const growth = Math.log(distance(moved, orbit(Wh, h0, steps)[steps - 1]) / norm(delta)) / steps;
    const { exponent, states } = lyapunovExponent(Wh, { h0, delta, settle: 0, steps });
    assert.ok(Math.abs(exponent - growth) < 1e-4 && growth > 0);
    assert.deepEqual(states[steps - 1], orbit(Wh, h0, steps)[steps - 1]);
  });
});

describe("mean-field theory", () => {
  test("up to g = 1 the state dies and a perturbation with it, by the factor g", () => {
    for (const g of [0.3, 0.9, 1]) {
      const { q, exponent, saturated } = meanField({ squaredGain: g * g });
      assert.ok(q === 0 && saturated === 0 && Math.abs(exponent - Math.log(g)) < 1e-9);
    }
  });

  test("its q is g² times the mean square of tanh(√q z), drawn at random; its exponent and share follow", () => {
    const g = 2;
    const { q, exponent, saturated } = meanField({ squaredGain: g * g });
    const z = Array.from(normal(seed(9), [200_000]).dataSync());
    const h = z.map((value) => Math.tanh(Math.sqrt(q) * value));
    const average = (of: (value: number) => number) => h.reduce((sum, value) => sum + of(value), 0) / h.length;
    assert.ok(Math.abs(g * g * average((value) => value ** 2) - q) < 1e-2);
    assert.ok(Math.abs(0.5 * Math.log(g * g * average((value) => (1 - value * value) ** 2)) - exponent) < 5e-3);
    assert.ok(Math.abs(average((value) => Number(Math.abs(value) > 0.9)) - saturated) < 4e-3);
  });
});

describe("variance left", () => {
  /** 3000 random tokens of three kinds; the state after each is made by `of`. */
  const draw = uniforms(seed(11));
  const tokens = Array.from({ length: 3000 }, () => Math.floor(3 * draw()));
  const left = (of: (t: number) => number[], first?: number) =>
    varianceLeft([{ tokens, states: tokens.map((_, t) => of(t)) }], 3, first).map((row) => row.left);

  test("nothing is left where the current token determines the state", () => {
    const [none, one] = left((t) => [tokens[t], -2 * tokens[t]]);
    assert.equal(none, 1);
    assert.ok(one < 1e-12);
  });

  test("a sum of independent parts: what is left is what the tokens that are not yet known contribute", () => {
    // Variances 1 : 4 : 16 for this token, the one before, and the one before that.
    const shares = left((t) => [tokens[t] + 2 * (tokens[t - 1] ?? 0) + 4 * (tokens[t - 2] ?? 0)]);
    [1, 20 / 21, 16 / 21, 0].forEach((expected, known) => void assert.ok(Math.abs(shares[known] - expected) < 0.02));
  });

  test("of a state that has nothing to do with the tokens everything is left, also in small groups", () => {
    const noise = uniforms(seed(12));
    const small = varianceLeft([{ tokens, states: tokens.map(() => [noise()]) }], 6);
    assert.ok(Math.abs(small[6].left - 1) < 0.05, `groups of about four: ${small[6].left}`);
  });

  test("places before the first, and contexts that come once, do not count", () => {
    const texts = [{ tokens: [5, 0, 0, 1, 0, 0], states: [9, 9, 1, 7, 3, 2].map((value) => [value]) }];
    const [, one, two] = varianceLeft(texts, 2, 2);
    assert.equal(one.covered, 3 / 4, "token 1 comes once");
    // States after token 0: 1, 3, 2, of variance 1; all four: 1, 7, 3, 2, whose pooled variance is (62.75 − 4·3.25² + …) exactly below.
    const whole = [1, 7, 3, 2].reduce((sum, value) => sum + (value - 3.25) ** 2, 0) / 3;
    assert.ok(Math.abs(one.left - 1 / whole) < 1e-12);
    assert.ok(Math.abs(two.left - 0.5 / whole) < 1e-12, "after 0 0: states 1 and 2");
  });
});
