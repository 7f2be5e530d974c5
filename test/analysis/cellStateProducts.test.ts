import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Matrix } from "ml-matrix";
import { cellStateProducts } from "../../lib/analysis/cellStateProducts";
import { scan } from "../../lib/cells/cell";
import { type LstmState, lstm, lstmGates } from "../../lib/cells/lstm";
import { fork, normal } from "../../lib/core/random";
import { scoped } from "../../lib/core/scoped";
import { tf } from "../../lib/core/tf";
import { D, H, input, key, someState, T } from "../cells/cells";

/** ‖a − b‖ / ‖b‖. */
const apart = (a: Matrix, b: Matrix): number => Matrix.sub(a, b).norm() / b.norm();

describe("∂c_T/∂c_{T−k}", () => {
  const cell = lstm({ inputSize: D, hiddenSize: H });
  const params = tf.tidy(() => {
    const { Wx, Wh, b } = cell.init(key);
    return { Wx: tf.keep(Wx), Wh: tf.keep(Wh.mul(2) as tf.Tensor2D), b: tf.keep(b) }; // so that ways around c matter
  });
  const x = input(key).slice([0, 0, 0], [1, T, D]);
  const batch = someState(cell, key) as LstmState;
  const initial = { h: batch.h.slice([0, 0], [1, H]), c: batch.c.slice([0, 0], [1, H]) };
  const { exact, sums, carry, terms } = cellStateProducts(cell, params, x, initial);

  /** By automatic differentiation of the run that begins with c_t, h_t = o_t ⊙ tanh(c_t) and o_t held. */
  const byAutodiff = (k: number): Matrix =>
    new Matrix(
      scoped(() => {
        const t = T - k;
        const states = [initial, ...scan(cell, params, x, initial)];
        const { o } = lstmGates(params, states[t - 1], x.slice([0, t - 1, 0], [1, 1, D]).squeeze([1]));
        const rest = x.slice([0, t, 0]);
        const last = (c: tf.Tensor2D) => scan(cell, params, rest, { h: o.mul(c.tanh()) as tf.Tensor2D, c })[k - 1].c;
        const row = (i: number) =>
          tf.grad((c) =>
            last(c as tf.Tensor2D)
              .slice([0, i], [1, 1])
              .sum(),
          )(states[t].c);
        return Array.from({ length: H }, (_, i) => Array.from(row(i).dataSync()));
      }),
    );

  test("from the Jacobians of (h, c) is autodiff's, at every lag", () => {
    assert.equal(exact.length, T - 1);
    exact.forEach((matrix, i) => {
      assert.ok(apart(matrix, byAutodiff(i + 1)) < 1e-5, `k = ${i + 1}`);
    });
  });

  test("is the sum of the four terms for one step, and not their product for more", () => {
    assert.ok(apart(sums[0], exact[0]) < 1e-5);
    for (const k of [2, T - 1]) assert.ok(apart(sums[k - 1], exact[k - 1]) > 0.01, `k = ${k}`);
  });

  test("its products are those of the terms, the last step's first", () => {
    const [last, before] = terms.map((step) =>
      Object.values(step).reduce((sum: Matrix, term: Matrix) => Matrix.add(sum, term), Matrix.zeros(H, H)),
    );
    assert.ok(apart(sums[1], last.mmul(before)) < 1e-12);
    assert.ok(apart(carry[1], terms[0].carry.mmul(terms[1].carry)) < 1e-12);
  });

  test("of a network without recurrent weights is the product of forget gates", () => {
    const alone = { ...params, Wh: tf.zerosLike(params.Wh) };
    const products = cellStateProducts(cell, alone, x, initial);
    products.exact.forEach((matrix, i) => {
      assert.ok(apart(products.carry[i], matrix) < 1e-6, `k = ${i + 1}`);
    });
  });

  test("nothing is left behind; one step is not enough", () => {
    const tensors = tf.memory().numTensors;
    cellStateProducts(cell, params, x, initial);
    assert.equal(tf.memory().numTensors, tensors);
    const one = normal<tf.Rank.R3>(fork(key, "one"), [1, 1, D]);
    assert.throws(() => cellStateProducts(cell, params, one, initial), {
      message: "cellStateProducts: at least two steps expected, got 1",
    });
  });
});
