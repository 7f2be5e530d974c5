import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { leastSquares } from "../../lib/analysis/leastSquares";
import { agreement, truncatedGradient } from "../../lib/analysis/truncatedGradient";
import type { Cell, Params, State } from "../../lib/cells/cell";
import { lstm } from "../../lib/cells/lstm";
import { vanilla } from "../../lib/cells/vanilla";
import { fork, normal, seed } from "../../lib/core/random";
import { mapTensors } from "../../lib/core/tensors";
import { tf } from "../../lib/core/tf";
import { type CharLm, charLm } from "../../lib/models/charLm";
import { assertClose } from "../close";

const [N, T, V, H] = [2, 6, 3, 4];
const tokens = [
  [0, 2, 1, 1, 0, 2, 2],
  [1, 0, 2, 0, 0, 1, 2],
];
const window = (from: number, length: number) => {
  const part = (start: number) =>
    tf.tensor2d(
      tokens.map((row) => row.slice(start, start + length)),
      [N, length],
      "int32",
    );
  return { inputs: part(from), targets: part(from + 1) };
};
const windows = (length: number) => Array.from({ length: T / length }, (_, i) => window(i * length, length));

/** Along one random direction, by central differences. */
function slope(loss: (params: Params) => number, params: Params): { slope: number; along: (grads: Params) => number } {
  const direction = mapTensors(params, (tensor, name) => normal(fork(seed(3), name), tensor.shape));
  const moved = (step: number) => mapTensors(params, (tensor, name) => tensor.add(direction[name].mul(step)));
  const epsilon = 1e-2;
  return {
    slope: (loss(moved(epsilon)) - loss(moved(-epsilon))) / (2 * epsilon),
    along: (grads) =>
      Object.keys(grads).reduce((sum, name) => sum + grads[name].mul(direction[name]).sum().dataSync()[0], 0),
  };
}

const cells: readonly Cell[] = [vanilla({ inputSize: V, hiddenSize: H }), lstm({ inputSize: V, hiddenSize: H })];
for (const cell of cells) {
  describe(cell.name, () => {
    const model: CharLm = charLm(cell);
    const params = mapTensors(model.init(seed(1)), (tensor) => tensor.mul(1.5));
    const state = model.zeroState(N);
    const whole = (weights: Params) => model.loss(weights, window(0, T), state).loss.dataSync()[0];
    const gradient = (length: number) => truncatedGradient(model.loss, params, { windows: windows(length), state });

    test("of one window it is full BPTT: central differences agree", () => {
      const { grads, loss } = gradient(T);
      const { slope: measured, along } = slope(whole, params);
      assert.ok(
        Math.abs(along(grads) - measured) < 2e-3 * Math.max(1, Math.abs(measured)),
        `${along(grads)}, ${measured}`,
      );
      assert.ok(Math.abs(loss - whole(params)) < 1e-6);
    });

    test("of several windows the loss is the same, and it is the gradient with the carried states held", () => {
      const { grads, loss } = gradient(2);
      assert.ok(Math.abs(loss - whole(params)) < 1e-6);
      const states: State[] = [state];
      for (const one of windows(2)) states.push(model.loss(params, one, states[states.length - 1]).state);
      const held = (weights: Params) =>
        windows(2).reduce((sum, one, i) => sum + model.loss(weights, one, states[i]).loss.dataSync()[0] / 3, 0);
      const { slope: measured, along } = slope(held, params);
      assert.ok(Math.abs(along(grads) - measured) < 2e-3 * Math.max(1, Math.abs(measured)));
    });

    test("it is biased: along Wh it is not how the loss of the whole sequence changes", () => {
      const [full, cut] = [gradient(T).grads, gradient(1).grads];
      const { cosine, normRatio } = agreement({ Wh: cut.Wh }, { Wh: full.Wh });
      assert.ok(cosine < 0.99 || Math.abs(normRatio - 1) > 0.05, `cosine ${cosine}, ratio ${normRatio}`);
      const readOut = agreement({ Wy: cut.Wy, by: cut.by }, { Wy: full.Wy, by: full.by });
      assert.ok(Math.abs(readOut.cosine - 1) < 1e-5, "the read-out's gradient needs no earlier step: it is exact");
    });

    test("leaves no tensors but its result", () => {
      const parts = windows(2);
      const before = tf.memory().numTensors;
      const { grads } = truncatedGradient(model.loss, params, { windows: parts, state });
      assert.equal(tf.memory().numTensors, before + Object.keys(params).length);
      tf.dispose(grads);
      assert.equal(tf.memory().numTensors, before);
      for (const tensor of Object.values(state)) assert.equal(tensor.isDisposed, false);
    });
  });
}

test("agreement: with itself, with its opposite at twice the length, with what is orthogonal", () => {
  const g = { a: tf.tensor1d([1, 2]), b: tf.tensor1d([-1]) };
  const close = (one: { cosine: number; normRatio: number }, cosine: number, normRatio: number) =>
    assertClose(tf.tensor1d([one.cosine, one.normRatio]), tf.tensor1d([cosine, normRatio]), 1e-6);
  close(agreement(g, g), 1, 1);
  close(
    agreement(
      mapTensors(g, (tensor) => tensor.mul(-2)),
      g,
    ),
    -1,
    2,
  );
  close(agreement({ a: tf.tensor1d([2, -1]), b: tf.tensor1d([0]) }, g), 0, Math.sqrt(5 / 6));
});

test("least squares: a line is found, and how much of the variance it explains", () => {
  const line = leastSquares([1, 2, 5], [5, 7, 13]);
  assert.ok(Math.abs(line.slope - 2) + Math.abs(line.intercept - 3) + Math.abs(line.r2 - 1) < 1e-12);
  const { slope: none, r2 } = leastSquares([-1, 0, 1], [1, -2, 1]);
  assert.ok(none === 0 && r2 === 0);
});
