import assert from "node:assert/strict";
import { test } from "node:test";
import type { Cell } from "../../lib/cells/cell";
import { stack } from "../../lib/cells/stack";
import { vanilla } from "../../lib/cells/vanilla";
import { seed, type TensorKey, tensorKey } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { charLm } from "../../lib/models/charLm";
import { evaluate } from "../../lib/train/evaluate";
import { assertClose } from "../close";

const [N, T, V] = [2, 6, 5];
const model = charLm(vanilla({ inputSize: V, hiddenSize: 7 }));
const params = model.init(seed(3));
const inputs = tf.tensor2d([0, 1, 2, 3, 4, 0, 4, 3, 2, 1, 0, 1], [N, T], "int32");
const targets = tf.tensor2d([1, 2, 3, 4, 0, 1, 3, 2, 1, 0, 1, 2], [N, T], "int32");

test("the loss is minus the mean log probability of the targets", () => {
  const { logits } = model.logits(params, inputs);
  assert.deepEqual(logits.shape, [N, T, V]);
  const probs = logits.softmax().arraySync() as number[][][];
  const tokens = targets.arraySync();
  const terms = tokens.flatMap((row, n) => row.map((token, t) => -Math.log(probs[n][t][token])));
  const { loss } = model.loss(params, { inputs, targets });
  assertClose(loss, [terms.reduce((a, b) => a + b) / terms.length]);
});

test("a model of all-zero weights knows nothing: ln V nats", () => {
  const zeros = Object.fromEntries(Object.entries(params).map(([name, tensor]) => [name, tf.zerosLike(tensor)]));
  assertClose(model.loss(zeros, { inputs, targets }).loss, [Math.log(V)]);
});

test("evaluating windows with the state carried over is evaluating the whole", () => {
  const whole = model.loss(params, { inputs, targets }).loss.dataSync()[0];
  const halves = [0, T / 2].map((start) => ({
    inputs: inputs.slice([0, start], [N, T / 2]),
    targets: targets.slice([0, start], [N, T / 2]),
  }));
  const before = tf.memory().numTensors;
  const state = model.zeroState(N);
  const value = evaluate((batch, carried) => model.loss(params, batch, carried), { batches: halves, count: 2, state });
  assert.ok(Math.abs(value - whole) < 1e-6);
  assert.equal(tf.memory().numTensors, before - 4 + Object.keys(state).length, "only the batches are gone");
});

test("dropout draws another mask between each two layers, and none without a key", () => {
  const V = 5;
  /** Its output is its input. */
  const copy: Cell = {
    name: "copy",
    inputSize: V,
    hiddenSize: V,
    init: () => ({}),
    zeroState: (n) => ({ h: tf.zeros([n, V]) }),
    step: (_params, _state, x) => ({
      h: x.dtype === "int32" ? (tf.oneHot(x, V).cast("float32") as tf.Tensor2D) : (x as tf.Tensor2D),
    }),
  };
  const model = charLm(stack([copy, copy, copy]), { dropout: 0.5 });
  const params = { Wy: tf.eye(V), by: tf.zeros([V]) };
  const tokens = tf.tensor2d(
    Int32Array.from({ length: 4000 }, (_, i) => i % V),
    [200, 20],
    "int32",
  );
  const loss = (key?: TensorKey) =>
    model.loss(params, { inputs: tokens, targets: tokens }, undefined, key).loss.dataSync()[0];
  // The one of a token is there with 1 after no dropout, with 4 after two layers that kept it, and else it is gone.
  const present = (z: number) => Math.log(1 + (V - 1) * Math.exp(-z));
  assert.ok(Math.abs(loss() - present(1)) < 1e-5);
  const kept = (Math.log(V) - loss(tensorKey(seed(3)))) / (Math.log(V) - present(4));
  assert.ok(Math.abs(kept - 0.25) < 0.03, `${kept} of the characters pass both, a quarter expected`);
});
