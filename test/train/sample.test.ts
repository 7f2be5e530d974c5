import assert from "node:assert/strict";
import { test } from "node:test";
import type { Cell } from "../../lib/cells/cell";
import { gru } from "../../lib/cells/gru";
import { seed } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { charLm } from "../../lib/models/charLm";
import { categorical, type NextToken, sample } from "../../lib/train/sample";

/** A model without memory: always the same logits. */
const logits = [2, 0, 1, -1];
const fixed: NextToken<{ h: tf.Tensor2D }> = {
  logits: (_params, tokens) => ({
    logits: tf.tile(tf.tensor3d(logits, [1, 1, 4]), [tokens.shape[0], tokens.shape[1], 1]),
    state: { h: tf.zeros([tokens.shape[0], 1]) },
  }),
};

const recurrent = charLm(gru({ inputSize: 4, hiddenSize: 8 }) as unknown as Cell);

test("tokens come as often as softmax(logits / temperature) says", () => {
  for (const temperature of [0.5, 1, 2]) {
    const n = 4000;
    const [drawn] = sample(fixed, {}, { prompts: [[0]], length: n, temperatures: [temperature], key: seed(5) });
    const weights = logits.map((z) => Math.exp(z / temperature));
    const total = weights.reduce((a, b) => a + b);
    weights.forEach((weight, token) => {
      const [p, share] = [weight / total, drawn.filter((t) => t === token).length / n];
      assert.ok(
        Math.abs(share - p) < 4 * Math.sqrt((p * (1 - p)) / n),
        `token ${token} at ${temperature}: ${share}, not ${p}`,
      );
    });
  }
});

test("temperature 0 is the argmax", () => {
  const [drawn] = sample(fixed, {}, { prompts: [[1]], length: 20, temperatures: [0], key: seed(5) });
  assert.deepEqual([...drawn], Array(20).fill(0));
});

test("a row does not depend on its batch, and the prompt is read", () => {
  const params = recurrent.init(seed(1));
  const draw = (prompts: number[][]) =>
    sample(recurrent, params, { prompts, length: 30, temperatures: prompts.map(() => 1), key: seed(6) });
  const [alone] = draw([[1, 2, 3]]);
  const [first, other] = draw([
    [1, 2, 3],
    [3, 3, 3],
  ]);
  assert.deepEqual(first, alone);
  assert.notDeepEqual(other, alone);
});

test("drawing leaks no tensors", () => {
  const params = recurrent.init(seed(1));
  const before = tf.memory().numTensors;
  sample(recurrent, params, { prompts: [[1, 2]], length: 5, temperatures: [1], key: seed(6) });
  assert.equal(tf.memory().numTensors, before);
});

test("a probability that rounding takes from the sum falls to the last possible token", () => {
  assert.equal(categorical([0.3, 0.3, 0.3999, 0], 0.99999), 2);
  assert.equal(categorical([0, 0.5, 0.5], 0), 1);
});
