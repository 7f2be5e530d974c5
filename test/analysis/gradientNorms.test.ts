import assert from "node:assert/strict";
import { test } from "node:test";
import { gradientNorms, layerGradientNorms } from "../../lib/analysis/gradientNorms";
import type { Params } from "../../lib/cells/cell";
import { stack } from "../../lib/cells/stack";
import { vanilla } from "../../lib/cells/vanilla";
import { seed } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { charLm } from "../../lib/models/charLm";

const tokens = (values: number[]) => tf.tensor2d(values, [2, 3], "int32");
const batch = { inputs: tokens([0, 1, 2, 3, 1, 0]), targets: tokens([1, 2, 0, 1, 0, 3]) };
const model = charLm(stack([vanilla({ inputSize: 4, hiddenSize: 5 }), vanilla({ inputSize: 5, hiddenSize: 3 })]));
const params = model.init(seed(9));
const loss = (weights: Params) => tf.tidy(() => model.loss(weights, batch).loss);

test("are those of finite differences, weight by weight, from the bottom", () => {
  const norms = gradientNorms(loss, params);
  const step = 1e-2;
  const slopes = Object.keys(params).map((name) => {
    const shape = params[name].shape;
    const squares = Array.from({ length: params[name].size }, (_, i) => {
      const nudge = tf.oneHot(i, params[name].size).cast("float32").reshape(shape).mul(step);
      const [up, down] = [params[name].add(nudge), params[name].sub(nudge)].map(
        (moved) => loss({ ...params, [name]: moved }).dataSync()[0],
      );
      return ((up - down) / (2 * step)) ** 2;
    });
    return Math.sqrt(squares.reduce((a, b) => a + b));
  });
  Object.entries(norms).forEach(([name, norm], i) => {
    assert.ok(Math.abs(norm / slopes[i] - 1) < 0.01, `${name}: ${norm}, ${slopes[i]} expected`);
  });
  assert.deepEqual(layerGradientNorms(loss, params), [norms["0.Wh"], norms["1.Wh"]]);
});

test("of other weights by their name; layers by number, not by name; and nothing leaks", () => {
  const deep = Object.fromEntries(Array.from({ length: 11 }, (_, l) => [`${10 - l}.b`, tf.scalar(10 - l)]));
  const before = tf.memory().numTensors;
  const squares = (weights: Params) => tf.addN(Object.values(weights).map((w) => w.square())) as tf.Scalar;
  const norms = layerGradientNorms(squares, deep, "b");
  assert.deepEqual(
    norms,
    Array.from({ length: 11 }, (_, l) => 2 * l),
  );
  assert.equal(tf.memory().numTensors, before);
});
