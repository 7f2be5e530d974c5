import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { unrollTimeMajor } from "../../lib/cells/cell";
import { dropout } from "../../lib/cells/dropout";
import { gru } from "../../lib/cells/gru";
import { stack } from "../../lib/cells/stack";
import { forkTensor, normal, seed, tensorKey, uniformTensor } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { assertClose } from "../close";

describe("random numbers from a key that is a tensor", () => {
  const key = tensorKey(seed(4));

  test("are uniform", () => {
    const draws = [...uniformTensor(key, [20_000]).dataSync()].sort((a, b) => a - b);
    const distance = Math.max(...draws.map((value, i) => Math.abs(value - i / draws.length)));
    assert.ok(distance < 1.63 / Math.sqrt(draws.length), `Kolmogorov–Smirnov distance ${distance}, 1 % level`);
    assert.ok(draws[0] >= 0 && draws[draws.length - 1] < 1);
  });

  test("forks differ by label and by order, and are the same again", () => {
    const bits = (tensor: tf.Tensor) => `${tensor.dataSync()}`;
    const [a, b] = [forkTensor(key, "a"), forkTensor(key, "b")];
    const forks = [key, a, b, forkTensor(a, "b"), forkTensor(b, "a"), forkTensor(a, 0)];
    assert.equal(new Set(forks.map(bits)).size, forks.length);
    assert.equal(bits(forkTensor(key, "a")), bits(a));
  });
});

test("dropout keeps the mean, and its gradient is its mask", () => {
  const [x, key] = [tf.fill([100, 80], 3), tensorKey(seed(5))];
  for (const rate of [0.2, 0.5]) {
    const y = dropout(x, rate, key);
    const [zeros, mean] = [y.equal(0).cast("float32").mean().dataSync()[0], y.mean().dataSync()[0]];
    assert.ok(Math.abs(zeros - rate) < 0.02 && Math.abs(mean - 3) < 0.1, `${zeros} zeros, mean ${mean}`);
    assertClose(tf.grad((t: tf.Tensor) => dropout(t, rate, key))(x), y.div(3));
  }
  assert.equal(dropout(x, 0, key), x);
});

test("between the layers of a stack, and neither below the first nor above the last", () => {
  const sizes = { inputSize: 3, hiddenSize: 3 };
  const cell = stack([gru(sizes), gru(sizes), gru(sizes)]);
  const params = cell.init(seed(6));
  const xs = normal<tf.Rank.R3>(seed(7), [4, 2, 3]);
  const seen: number[] = [];
  const between = (hs: tf.Tensor3D, layer: number) => {
    seen.push(layer);
    return layer === 0 ? (hs.mul(2) as tf.Tensor3D) : hs;
  };
  const { hs, state } = unrollTimeMajor(cell, params, xs, { between });
  assert.deepEqual(seen, [0, 1]);
  const plain = unrollTimeMajor(cell, params, xs);
  assertClose(state["0.h"], plain.state["0.h"], 0, "the first layer's own state is untouched");
  assert.ok(hs.sub(plain.hs).abs().max().dataSync()[0] > 1e-3, "what reads it is not");
});
