import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { gru } from "../../lib/cells/gru";
import { lstm } from "../../lib/cells/lstm";
import { vanilla } from "../../lib/cells/vanilla";
import { seed } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";

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
