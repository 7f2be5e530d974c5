import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { gru } from "../../lib/cells/gru";
import { gradientsOf } from "../../lib/core/gradients";
import { fork, normal, seed, tensorKey } from "../../lib/core/random";
import { mapTensors } from "../../lib/core/tensors";
import { tf } from "../../lib/core/tf";
import { attentionCaptioner } from "../../lib/models/attention";
import { copies, expectedReward } from "../../lib/models/expectedReward";
import { baselines, followPaths, reinforceLoss } from "../../lib/models/reinforce";

const [V, L, D, T] = [6, 3, 4, 2];
const model = attentionCaptioner(gru({ inputSize: 3 + D, hiddenSize: 5 }), {
  ...{ vocabSize: V, places: L, featureSize: D, attentionSize: 4, glance: "hard" },
  ...{ deepOutput: true, gate: true, askWithWord: true },
});
// Of some size, so that the places differ.
const params = mapTensors(model.init(seed(3)), (weight) => weight.mul(2));
const caption = {
  image: normal<tf.Rank.R3>(fork(seed(3), "x"), [1, L, D]),
  inputs: tf.tensor2d([[0, 4]], [1, T], "int32"),
  targets: tf.tensor2d([[4, 5]], [1, T], "int32"),
  mask: tf.ones<tf.Rank.R2>([1, T]),
};

/** The gradient by all weights as one vector. */
const gradient = (of: (own: typeof params) => tf.Scalar): tf.Tensor1D => {
  const names = Object.keys(params);
  const { grads } = gradientsOf(() => of(params), Object.values(params));
  return tf.concat(names.map((_, i) => grads[i].flatten())) as tf.Tensor1D;
};
const expected = (own: typeof params) => expectedReward(model, own, caption).expected;
const trueGradient = gradient(expected);

test("the paths' probabilities add up to 1", () => {
  const { probs, rewards } = expectedReward(model, params, caption);
  assert.deepEqual([probs.shape, rewards.shape], [[L ** T], [L ** T]]);
  assert.ok(Math.abs(probs.sum().dataSync()[0] - 1) < 1e-5);
});

test("the true gradient is the expected reward's slope, by finite differences in ten directions", () => {
  for (let n = 0; n < 10; n++) {
    const direction = mapTensors(params, ({ shape }, name) =>
      normal(fork(fork(seed(8), n), name), shape as [number], 0.1),
    );
    const at = (step: number) =>
      expected(mapTensors(params, (weight, name) => weight.add(direction[name].mul(step)))).dataSync()[0];
    const flat = tf.concat(Object.values(direction).map((one) => one.flatten()));
    const slope = trueGradient.mul(flat).sum().dataSync()[0];
    const measured = (at(0.02) - at(-0.02)) / 0.04;
    assert.ok(Math.abs(slope - measured) < 2e-3 * (1 + Math.abs(slope)), `${slope}, measured ${measured}`);
  }
});

describe("the mean of many sampled gradients tends to the true one", () => {
  const many = 8_000;
  const batch = copies(caption, many);
  const average = gradient((own) => followPaths(model, own, caption, { choose: (alpha) => alpha }).reward.sum());
  const state = { average: expectedReward(model, params, caption).expected.reshape<tf.Tensor1D>([1]) };
  const distance = (a: tf.Tensor, b: tf.Tensor) => a.sub(b).norm().div(b.norm()).dataSync()[0];
  for (const baseline of baselines) {
    for (const semi of [0, 0.5]) {
      test(`${baseline}, of which a share of ${semi} is soft attention's`, () => {
        const loss = reinforceLoss(model, { baseline, entropy: 0, semi });
        // The loss is per word, and falls where the reward grows.
        const sampled = gradient((own) => loss(own, batch, state, tensorKey(seed(5))).loss).mul(-T);
        const limit = trueGradient.mul(1 - semi).add(average.mul(semi));
        const off = distance(sampled, limit);
        assert.ok(off < 0.1, `${off} of its length`);
      });
    }
  }
  test("which is another one than soft attention's", () => assert.ok(distance(average, trueGradient) > 0.2));
});
