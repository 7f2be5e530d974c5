import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Matrix } from "ml-matrix";
import { backwardNorms, gradientDecades } from "../../lib/analysis/gradientDecades";
import { meanField } from "../../lib/analysis/meanField";
import { nonNormal, powerNorms } from "../../lib/analysis/nonNormal";
import { slopeOf } from "../../lib/analysis/slope";
import { singularValues, spectralRadius } from "../../lib/analysis/spectrum";
import { vanilla } from "../../lib/cells/vanilla";
import { fork, normal, seed } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";

const key = seed(61);
const near = (a: number, b: number, tolerance: number, what = "") =>
  assert.ok(Math.abs(a - b) < tolerance, `${what}: ${a}, ${b} expected`);

test("a slope is that of the least-squares line", () => {
  near(
    slopeOf([
      [0, 1],
      [1, 3],
      [2, 5],
    ]),
    2,
    1e-12,
  );
  near(
    slopeOf([
      [0, 0],
      [1, 1],
      [2, 0],
      [3, 3],
    ]),
    0.8,
    1e-12,
  );
  assert.throws(() => slopeOf([[0, 1]]), { message: "a slope needs at least two points, got 1" });
});

describe("the gradient by lag, in decades", () => {
  const [N, T, H] = [3, 6, 4];
  const cell = vanilla({ inputSize: H, hiddenSize: H, activation: "linear" });
  const drawn = cell.init(key);
  const x = normal<tf.Rank.R3>(fork(key, "x"), [N, T, H]);
  const direction = normal<tf.Rank.R2>(fork(key, "c"), [N, H]);

  test("of a linear recurrence is the norm of c (Whᵀ)ᵏ, averaged over the sequences in decades", () => {
    const decades = gradientDecades(backwardNorms(cell), { params: drawn, x, direction, lags: 5 });
    const Wh = new Matrix(drawn.Wh.arraySync());
    const rows = direction.arraySync();
    let back = new Matrix(rows);
    for (let k = 0; k <= 5; k++) {
      const logs = rows.map((row, n) => Math.log10(Matrix.rowVector(back.getRow(n)).norm() / Math.hypot(...row)));
      near(decades[k], logs.reduce((a, b) => a + b, 0) / N, 1e-5, `lag ${k}`);
      back = back.mmul(Wh.transpose());
    }
  });

  test("holds where squares would underflow, ends where the gradient is zero, and nothing is left behind", () => {
    const scaled = (by: number) => ({ ...drawn, Wh: tf.eye(H).mul(by) as tf.Tensor2D });
    const [small, zero] = [scaled(1e-7), scaled(0)];
    const before = tf.memory().numTensors;
    const tiny = gradientDecades(backwardNorms(cell), { params: small, x, direction, lags: 5 });
    for (const k of [1, 2, 3, 4, 5]) near(tiny[k], -7 * k, 1e-3, `lag ${k}`);
    assert.deepEqual(gradientDecades(backwardNorms(cell), { params: zero, x, direction, lags: 2 }), [0]);
    assert.equal(tf.memory().numTensors, before);
  });
});

describe("mean field", () => {
  test("where sums are small tanh is linear: χ is the squared gain", () => {
    near(meanField({ squaredGain: 0.49, inputVariance: 1e-8 }).chi, 0.49, 1e-6);
  });

  test("q is a fixed point, and χ the derivative's mean square there, as draws say", () => {
    const [squaredGain, inputVariance] = [1.8, 0.2];
    const { q, chi } = meanField({ squaredGain, inputVariance });
    const z = Array.from(normal(key, [200_000]).dataSync());
    const over = (f: (a: number) => number) => z.reduce((sum, draw) => sum + f(Math.sqrt(q) * draw), 0) / z.length;
    near(squaredGain * over((a) => Math.tanh(a) ** 2) + inputVariance, q, 0.01, "q");
    near(squaredGain * over((a) => (1 - Math.tanh(a) ** 2) ** 2), chi, 0.01, "χ");
  });
});

describe("matrices that are not normal", () => {
  for (const sigma of [0.9, 1.4, 3]) {
    test(`have the spectral radius 0.9 and the largest singular value ${sigma}`, () => {
      const W = nonNormal(key, { size: 9, radius: 0.9, sigma }).to2DArray();
      near(spectralRadius(W), 0.9, 1e-4, "ρ"); // eigenvalues of such a matrix move by much more than its entries
      near(singularValues(W)[0], sigma, 1e-6, "σ₁");
    });
  }

  test("a largest singular value below the radius does not exist", () => {
    assert.throws(() => nonNormal(key, { size: 3, radius: 0.9, sigma: 0.5 }), {
      message: "a largest singular value of at least the spectral radius 0.9 expected, got 0.5",
    });
  });

  test("norms of powers: those of a Jordan block are known", () => {
    const norms = powerNorms(
      new Matrix([
        [0.5, 1],
        [0, 0.5],
      ]),
      3,
    );
    near(norms[0], 1, 1e-12);
    for (const k of [1, 2, 3]) {
      const corner = k * 0.5 ** (k - 1);
      near(
        norms[k],
        singularValues([
          [0.5 ** k, corner],
          [0, 0.5 ** k],
        ])[0],
        1e-12,
        `power ${k}`,
      );
    }
  });
});
