import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { stateRecorder } from "../../lib/analysis/stateRecorder";
import { placesOf, readStretch, type Stretch } from "../../lib/analysis/stretch";
import { scan } from "../../lib/cells/cell";
import { gru } from "../../lib/cells/gru";
import { lstm } from "../../lib/cells/lstm";
import { fork, seed, uniforms } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";

const next = uniforms(seed(12));
const V = 7;
const text = Int32Array.from({ length: 200 }, () => Math.floor(next() * V));
const stretches: Record<string, Stretch> = {
  "one after the other": { from: 8, length: 96, readers: 3, warmUp: 8 },
  "with gaps": { from: 12, length: 48, readers: 3, stride: 61, warmUp: 4 },
};
const blockLength = 4;

for (const [name, stretch] of Object.entries(stretches)) {
  describe(`readers ${name}`, () => {
    /** Values: the token, the one after it, and how many the reader has read up to it. */
    const rows = () =>
      readStretch(text, stretch, {
        blockLength,
        state: { count: tf.zeros([1, stretch.readers, 1]) },
        read: ({ inputs, targets }, { count }) =>
          tf.tidy(() => {
            const [N, T] = inputs.shape;
            const steps = tf.range(1, T + 1).reshape([T, 1, 1]);
            const counts = count.add(steps.mul(tf.ones([1, N, 1])));
            const column = (x: tf.Tensor2D) => x.transpose().expandDims(2).cast("float32");
            return {
              values: tf.concat([column(inputs), column(targets), counts], 2) as tf.Tensor3D,
              state: { count: count.add(T) },
            };
          }),
      });

    test("values come in the order of the text, each at its place", () => {
      const [tokens, following] = rows();
      const places = placesOf(stretch);
      assert.equal(new Set(places).size, stretch.length, "no character twice");
      assert.deepEqual(
        [...tokens],
        places.map((place) => text[place]),
      );
      assert.deepEqual(
        [...following],
        places.map((place) => text[place + 1]),
      );
    });

    test("each reader has read its warm-up, and carries its state on", () => {
      const [, , counts] = rows();
      const part = stretch.length / stretch.readers;
      assert.deepEqual(
        [...counts],
        placesOf(stretch).map((_, i) => stretch.warmUp + (i % part) + 1),
      );
    });

    test("leaves no tensors behind", () => {
      const before = tf.memory().numTensors;
      rows();
      assert.equal(tf.memory().numTensors, before);
    });
  });
}

test("a stretch that does not fit is told", () => {
  const read = (stretch: Stretch) => () =>
    readStretch(text, stretch, { blockLength, state: {}, read: () => assert.fail("nothing is read") });
  const fits = stretches["with gaps"];
  assert.throws(read({ ...fits, from: 3 }), { message: "readStretch: a stretch within 4 … 199 expected, got 3 … 141" });
  assert.throws(read({ ...fits, stride: 91 }), /got 12 … 210/);
  assert.throws(read({ ...fits, length: 51 }), /multiples of 4 characters expected, got 17 and 4/);
});

for (const [cell, of] of [
  [gru({ inputSize: V, hiddenSize: 5 }), "h"],
  [lstm({ inputSize: V, hiddenSize: 5 }), "c"],
] as const) {
  test(`the recorded ${of} of a ${cell.name} is that of a run over the same characters`, () => {
    const params = cell.init(fork(seed(2), cell.name));
    const { record, close } = stateRecorder(cell as never, of);
    const stretch = { from: 16, length: 64, readers: 2, warmUp: 16 };
    const values = record(params, text, stretch);
    const before = tf.memory().numTensors;
    record(params, text, stretch);
    assert.equal(tf.memory().numTensors, before);
    close();
    // The second reader's part is characters 48 to 79, after a warm-up from 32 on.
    const run = scan(cell as never, params as never, tf.tensor2d([...text.slice(32, 80)], [1, 48], "int32"));
    const own = run.slice(16).map((state) => Array.from((state as Record<string, tf.Tensor2D>)[of].dataSync()));
    values.forEach((row, j) => {
      assert.ok(own.every((state, t) => Math.abs(row[32 + t] - state[j]) < 1e-5));
    });
  });
}
