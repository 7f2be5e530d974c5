import assert from "node:assert/strict";
import { test } from "node:test";
import { unroll } from "../../lib/cells/cell";
import { lstm } from "../../lib/cells/lstm";
import { memoryless } from "../../lib/cells/memoryless";
import { fork, normal, seed, uniforms } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { countedTags } from "../../lib/models/countedTags";
import { crossEntropy } from "../../lib/models/crossEntropy";
import { manyToOne } from "../../lib/models/manyToOne";
import { maskedCrossEntropy } from "../../lib/models/maskedCrossEntropy";
import { hiddenSizeFor, parameterCount } from "../../lib/models/parameterCount";
import { assertClose } from "../close";

const logits = normal<tf.Rank.R2>(seed(5), [4, 3]);
const targets = tf.tensor1d([2, 0, 1, 1], "int32");

test("masked cross-entropy is that of the predictions that count, in value and gradient", () => {
  const mask = tf.tensor1d([1, 0, 1, 1]);
  const kept = (z: tf.Tensor2D) => tf.concat([z.slice([0, 0], [1, 3]), z.slice([2, 0], [2, 3])]) as tf.Tensor2D;
  const oracle = tf.valueAndGrad(
    (z: tf.Tensor) =>
      tf.losses.softmaxCrossEntropy(tf.oneHot([2, 1, 1], 3), kept(z as tf.Tensor2D)).mul(3) as tf.Scalar,
  )(logits);
  const ours = tf.valueAndGrad(
    (z: tf.Tensor) => maskedCrossEntropy(z as tf.Tensor2D, { targets, mask }).mul(3) as tf.Scalar,
  )(logits);
  assertClose(ours.value, oracle.value);
  assertClose(ours.grad, oracle.grad);
  assert.ok(
    ours.grad
      .slice([1, 0], [1, 3])
      .dataSync()
      .every((value) => value === 0),
  );
});

test("where all count it is the cross-entropy", () => {
  assertClose(maskedCrossEntropy(logits, { targets, mask: tf.ones([4]) }), crossEntropy(logits, targets));
});

test("a cell without memory: its outputs are those of each input alone, at once as step by step", () => {
  const cell = memoryless({ inputSize: 3, hiddenSize: 5 });
  const params = cell.init(seed(2));
  const x = normal<tf.Rank.R3>(fork(seed(2), "x"), [2, 4, 3]);
  const { h, state } = unroll(cell, params, x);
  for (let t = 0; t < 4; t++) {
    const alone = cell.step(params, cell.zeroState(2), x.slice([0, t, 0], [2, 1, 3]).reshape<tf.Tensor2D>([2, 3]));
    assertClose(h.slice([0, t, 0], [2, 1, 5]).reshape([2, 5]), alone.h);
    if (t === 3) assertClose(state.h, alone.h);
  }
});

test("parameters are counted by the formula, and the hidden size that a budget allows is the nearest", () => {
  const model = (H: number) =>
    manyToOne(lstm({ inputSize: 8, hiddenSize: H }), { classes: 10, length: 6, readOut: "all" });
  const formula = (H: number) => 4 * H * (8 + H + 1) + 6 * H * 10 + 10;
  assert.equal(parameterCount(model(7)), formula(7));
  assert.equal(hiddenSizeFor(formula(7), model), 7);
  const between = Math.round((formula(7) + formula(8)) / 2);
  assert.equal(hiddenSizeFor(between - 5, model), 7);
  assert.equal(hiddenSizeFor(between + 5, model), 8);
  assert.throws(() => hiddenSizeFor(20, model), { message: /about 20 parameters expected, got 110 with one unit/ });
});

test("counted tags: Witten and Bell's interpolation, by hand", () => {
  const [inputs, tags] = [Int32Array.of(0, 1, 0, 1, 1), Int32Array.of(1, 0, 1, 0, 1)];
  const counted = countedTags(inputs, tags, { order: 1, inputSize: 2, tagCount: 2 });
  const none = (3 + 2 * 0.5) / (5 + 2); // tag 1 whatever the input
  const after0 = (2 + 1 * none) / (2 + 1);
  const after1 = (1 + 2 * none) / (3 + 2);
  const bits = -(Math.log2(after0) + Math.log2(after1)) / 2;
  const read = [Int32Array.of(0, 1), Int32Array.of(1, 1)] as const;
  assert.ok(Math.abs(counted.bits(...read) - bits) < 1e-12);
  assert.ok(Math.abs(counted.bits(...read, { order: 0 }) + Math.log2(none)) < 1e-12);
  assert.ok(Math.abs(counted.bits(...read, { first: 1 }) + Math.log2(after1)) < 1e-12);
});

test("counted tags of a lower order are those counted for it, and a longer memory finds what needs it", () => {
  const next = uniforms(seed(9));
  const inputs = Int32Array.from({ length: 3000 }, () => Math.floor(next() * 3));
  const tags = inputs.map((input, t) => (t > 1 && inputs[t - 2] === input ? 1 : 0));
  const options = { inputSize: 3, tagCount: 2 };
  const three = countedTags(inputs, tags, { ...options, order: 3 });
  const two = countedTags(inputs, tags, { ...options, order: 2 });
  assert.equal(three.bits(inputs, tags, { order: 2 }), two.bits(inputs, tags));
  assert.ok(three.bits(inputs, tags) < 0.05 && two.bits(inputs, tags) > 0.8);
});
