import assert from "node:assert/strict";
import { test } from "node:test";
import { fork, normal, seed } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { convolution } from "../../lib/models/convolution";
import { crossEntropy, surprises } from "../../lib/models/crossEntropy";
import { assertClose } from "../close";

const key = seed(19);

test("the cross-entropy and its gradient are those of its definition, under a factor and inside a sum", () => {
  const [M, V] = [6, 4];
  const logits = normal<tf.Rank.R2>(fork(key, "logits"), [M, V], 2);
  const targets = tf.tensor1d([0, 3, 1, 1, 2, 0], "int32");
  const definition = (z: tf.Tensor) => tf.logSoftmax(z).mul(tf.oneHot(targets, V)).sum().div(-M);
  const ours = (z: tf.Tensor) => crossEntropy(z as tf.Tensor2D, targets);
  assertClose(ours(logits), definition(logits));
  const gradient = (loss: (z: tf.Tensor) => tf.Tensor) =>
    tf.grad((z: tf.Tensor) => loss(z).mul(3).add(z.square().sum()))(logits);
  assertClose(gradient(ours), gradient(definition));
});

test("the surprises are the cross-entropy before the mean, and leave one tensor", () => {
  const logits = normal<tf.Rank.R2>(fork(key, "logits"), [6, 4], 2);
  const targets = tf.tensor1d([0, 3, 1, 1, 2, 0], "int32");
  const before = tf.memory().numTensors;
  const each = surprises(logits, targets);
  assert.equal(tf.memory().numTensors, before + 1);
  assertClose(each, tf.logSoftmax(logits).mul(tf.oneHot(targets, 4)).sum(1).neg());
});

test("the convolution and its gradients are those of tfjs's conv2d, bias and relu", () => {
  const x = normal<tf.Rank.R4>(fork(key, "x"), [2, 5, 7, 3]);
  const w = normal<tf.Rank.R4>(fork(key, "w"), [3, 3, 3, 4], 0.5);
  const b = normal<tf.Rank.R1>(fork(key, "b"), [4]);
  const weights = normal(fork(key, "read-out"), [2, 5, 7, 4]);
  type Layer = (x: tf.Tensor4D, w: tf.Tensor4D, b: tf.Tensor1D) => tf.Tensor;
  const reference: Layer = (x, w, b) => tf.conv2d(x, w, 1, "same").add(b).relu();
  const ours: Layer = (x, w, b) => convolution(x, { w, b });
  assertClose(ours(x, w, b), reference(x, w, b), 1e-5);
  const gradients = (layer: Layer) =>
    tf.grads((...given: tf.Tensor[]) =>
      layer(...(given as Parameters<Layer>))
        .mul(weights)
        .sum(),
    )([x, w, b]);
  gradients(ours).forEach((gradient, i) => {
    assertClose(gradient, gradients(reference)[i], 2e-5, ["x", "w", "b"][i]);
  });
});
