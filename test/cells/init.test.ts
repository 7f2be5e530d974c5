import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Matrix } from "ml-matrix";
import { gru } from "../../lib/cells/gru";
import { orthogonal } from "../../lib/cells/init";
import { lstm } from "../../lib/cells/lstm";
import { vanilla } from "../../lib/cells/vanilla";
import { fork, seed } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { assertClose } from "../close";

/** Root mean square. */
const size = (tensor: tf.Tensor): number => tensor.square().mean().sqrt().dataSync()[0];

for (const [name, cell] of Object.entries({ vanilla, lstm, gru })) {
  describe(`fresh weights of ${name}`, () => {
    const sizes = { inputSize: 90, hiddenSize: 70 };
    const [plain, oneHot] = [cell(sizes), cell({ ...sizes, fanIn: 1 })].map((one) => one.init(seed(2)));

    test("keep the size of an input of many numbers, and of a one-hot one where they are told so", () => {
      const x = tf.randomNormal<tf.Rank.R2>([200, 90], 0, 1, "float32", 5);
      const ones = tf.oneHot(tf.range(0, 90, 1, "int32"), 90).cast("float32") as tf.Tensor2D;
      assert.ok(Math.abs(size(x.matMul(plain.Wx)) - 1) < 0.05);
      assert.ok(Math.abs(size(ones.matMul(oneHot.Wx)) - 1) < 0.05);
    });

    test("differ in the input weights alone", () => {
      assert.equal(size(plain.Wh.sub(oneHot.Wh)), 0);
      assert.equal(size(plain.b.sub(oneHot.b)), 0);
    });
  });
}

const key = seed(51);

test("an orthogonal matrix is orthogonal", () => {
  const Q = orthogonal(key, 17);
  assert.ok(Matrix.sub(Q.mmul(Q.transpose()), Matrix.eye(17)).norm() < 1e-12);
});

test("orthogonal matrices are Haar distributed: in the plane all angles and both orientations are equally likely", () => {
  const draws = Array.from({ length: 800 }, (_, i) => orthogonal(fork(key, i), 2));
  const angles = draws.map((Q) => Math.atan2(Q.get(1, 0), Q.get(0, 0)) / (2 * Math.PI) + 0.5).sort((a, b) => a - b);
  const distance = Math.max(...angles.map((angle, i) => Math.abs(angle - i / angles.length)));
  assert.ok(distance < 1.63 / Math.sqrt(angles.length), `Kolmogorov–Smirnov distance ${distance}, 1 % level`);
  const turns = draws.filter((Q) => Q.get(0, 0) * Q.get(1, 1) - Q.get(0, 1) * Q.get(1, 0) > 0).length;
  assert.ok(Math.abs(turns / draws.length - 0.5) < 0.06, `${turns} of ${draws.length} keep the orientation`);
});

test("a vanilla cell's recurrent weights start as it is told, its other weights as ever", () => {
  const sizes = { inputSize: 3, hiddenSize: 6 };
  const normal = vanilla(sizes).init(key);
  const scaled = vanilla({ ...sizes, gain: 1.5 }).init(key);
  assertClose(scaled.Wh, normal.Wh.mul(1.5));
  const identity = vanilla({ ...sizes, recurrent: "identity", gain: 0.5 }).init(key);
  assertClose(identity.Wh, tf.eye(6).mul(0.5), 0);
  const { Wh } = vanilla({ ...sizes, recurrent: "orthogonal", gain: 2 }).init(key);
  assertClose(Wh.matMul(Wh, true), tf.eye(6).mul(4), 1e-5);
  for (const { Wx } of [scaled, identity]) assertClose(Wx, normal.Wx, 0);
});
