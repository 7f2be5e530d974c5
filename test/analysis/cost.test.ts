import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { hiddenSizeFor, multiplyAdds, parameterCount, peakBytes } from "../../lib/analysis/cost";
import type { Cell } from "../../lib/cells/cell";
import { gru } from "../../lib/cells/gru";
import { lstm } from "../../lib/cells/lstm";
import { vanilla } from "../../lib/cells/vanilla";
import { seed } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { charLm } from "../../lib/models/charLm";
import { cells } from "../cells/cells";

const [D, H, V] = [7, 5, 11];
const sizes = { inputSize: D, hiddenSize: H };

for (const cell of cells.filter(({ name }) => !name.includes("layer"))) {
  test(`${cell.name}: as many parameters as the language model has numbers`, () => {
    const params = charLm(cell).init(seed(1));
    const count = Object.values(params).reduce((sum, { size }) => sum + size, 0);
    assert.equal(parameterCount(cell, cell.inputSize), count);
    tf.dispose(params as tf.TensorContainer);
  });
}

test("products multiply H² for each gate, and H V to read out; the GRU's are three quarters of the LSTM's", () => {
  const [rnn, three, four] = [vanilla(sizes), gru(sizes), lstm(sizes)].map(
    (cell) => multiplyAdds(cell as never, V) - H * V,
  );
  assert.deepEqual([rnn, three, four], [H * H, 3 * H * H, 4 * H * H]);
});

describe("the hidden size for a number of parameters", () => {
  const build = (hiddenSize: number) => vanilla({ inputSize: D, hiddenSize }) as unknown as Cell;
  test("finds that of a network that has just as many", () => {
    for (const size of [1, 2, 3, 17, 64]) assert.equal(hiddenSizeFor(build, V, parameterCount(build(size), V)), size);
  });
  test("is the nearer of two between which the number lies", () => {
    const [low, high] = [17, 18].map((size) => parameterCount(build(size), V));
    assert.equal(hiddenSizeFor(build, V, low + 0.4 * (high - low)), 17);
    assert.equal(hiddenSizeFor(build, V, low + 0.6 * (high - low)), 18);
  });
});

test("peak bytes are those held at once: a chain that lets go holds less than a list", async () => {
  const x = tf.zeros([250]);
  const list = await peakBytes(() => Array.from({ length: 10 }, () => x.add(1)));
  const chain = await peakBytes(() => {
    let y = x.add(1);
    for (let i = 0; i < 9; i++) {
      const next = y.add(1);
      y.dispose();
      y = next;
    }
    return y;
  });
  assert.ok(list >= 10_000 && list < 11_000, `${list}`);
  assert.equal(tf.memory().numBytes, 1_000);
  assert.ok(chain >= 2_000 && chain < 3_000, `${chain}`);
  x.dispose();
});
