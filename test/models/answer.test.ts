import assert from "node:assert/strict";
import { test } from "node:test";
import { scan } from "../../lib/cells/cell";
import { gru } from "../../lib/cells/gru";
import { fork, normal, seed } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { answerModel } from "../../lib/models/answer";

const key = seed(72);
const [N, T, D, H, V] = [3, 6, 4, 5, 7];
const cell = gru({ inputSize: D, hiddenSize: H });

/** What the model says at step t of a sequence, [N, V]. */
const answerAt = (params: ReturnType<typeof cell.init>, x: tf.Tensor3D, t: number) =>
  scan(cell, params, x)
    [t].h.matMul((params as Record<string, tf.Tensor>).Wy)
    .add((params as Record<string, tf.Tensor>).by);

test("classes: the mean of −log p of each target, over the last K steps", () => {
  const model = answerModel(cell, V);
  const params = { ...model.init(key), by: normal(fork(key, "by"), [V]) };
  const tokens = tf.tensor2d([0, 1, 2, 3, 3, 2, 2, 2, 1, 0, 0, 1, 3, 1, 0, 2, 3, 1], [N, T], "int32");
  const targets = [
    [6, 1],
    [0, 2],
    [5, 5],
  ];
  const x = tf.oneHot(tokens, D).cast("float32") as tf.Tensor3D;
  const terms = [T - 2, T - 1].flatMap((t, k) => {
    const logProbs = answerAt(params as never, x, t)
      .logSoftmax()
      .arraySync() as number[][];
    return targets.map((row, n) => -logProbs[n][row[k]]);
  });
  const expected = terms.reduce((sum, term) => sum + term, 0) / terms.length;
  const loss = model.loss(params, { inputs: tokens, targets: tf.tensor2d(targets, [N, 2], "int32") }).dataSync()[0];
  assert.ok(Math.abs(loss - expected) < 1e-5, `${loss}, ${expected} expected`);
});

test("numbers: the mean squared error at the last step, and nothing is left behind", () => {
  const model = answerModel(cell, 1);
  const params = model.init(key);
  const x = normal<tf.Rank.R3>(fork(key, "x"), [N, T, D]);
  const targets = tf.tensor2d([[1], [2], [-1]]);
  const said = Array.from(answerAt(params as never, x, T - 1).dataSync());
  const expected = ((said[0] - 1) ** 2 + (said[1] - 2) ** 2 + (said[2] + 1) ** 2) / 3;
  const before = tf.memory().numTensors;
  const loss = model.loss(params, { inputs: x, targets });
  assert.ok(Math.abs(loss.dataSync()[0] - expected) < 1e-5);
  loss.dispose();
  assert.equal(tf.memory().numTensors, before);
});
