import assert from "node:assert/strict";
import { test } from "node:test";
import { vanilla } from "../../lib/cells/vanilla";
import { seed } from "../../lib/core/random";
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
