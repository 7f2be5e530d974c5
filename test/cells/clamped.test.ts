import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Cell, scan, unroll } from "../../lib/cells/cell";
import { clamped } from "../../lib/cells/clamped";
import { lstm } from "../../lib/cells/lstm";
import { tf } from "../../lib/core/tf";
import { assertClose } from "../close";
import { cells, D, H, input, key, someState } from "./cells";

/** Units 0 and 2 of every tensor of the state, held at 0.25 and −0.5. */
const someHeld = (cell: Cell) =>
  Object.fromEntries(
    Object.entries(cell.zeroState(1)).map(([name, { shape }]) => {
      const row = (values: number[]) => tf.tensor1d([...values, ...new Array(Number(shape[1]) - 3).fill(0)]);
      return [name, { held: row([1, 0, 1]), at: row([0.25, 9, -0.5]) }];
    }),
  );

for (const cell of cells) {
  describe(`${cell.name}, clamped`, () => {
    test("held units have their values at every step, whatever they read", () => {
      const states = scan(clamped(cell, someHeld(cell)), cell.init(key), input(key), someState(cell, key));
      for (const state of states) {
        for (const tensor of Object.values(state)) {
          for (const row of (tensor as tf.Tensor2D).arraySync()) assert.deepEqual([row[0], row[2]], [0.25, -0.5]);
        }
      }
    });

    test("the other units are a step of the cell from the state as it was held", () => {
      const [params, x] = [cell.init(key), input(key)];
      const states = scan(clamped(cell, someHeld(cell)), params, x);
      const second = cell.step(params, states[0], x.slice([0, 1, 0], [-1, 1, -1]).squeeze<tf.Tensor2D>([1]));
      assertClose(states[1].h.slice([0, 1], [-1, 1]), second.h.slice([0, 1], [-1, 1]));
    });

    test("with nothing held it is the cell", () => {
      const [params, x] = [cell.init(key), input(key)];
      const nothing = { h: { held: tf.zeros<tf.Rank.R1>([H]), at: tf.ones<tf.Rank.R1>([H]) } };
      assertClose(unroll(clamped(cell, nothing), params, x).h, unroll(cell, params, x).h);
    });
  });
}

test("a state that the cell does not have is told", () => {
  const cell = lstm({ inputSize: D, hiddenSize: H });
  const wrong = clamped(cell, { s: { held: tf.zeros([H]), at: tf.zeros([H]) } });
  assert.throws(() => scan(wrong, cell.init(key), input(key)), {
    message: /^LSTM, clamped: step: LSTM: one of the states h, c expected, got s; the step was given /,
  });
});

test("a clamped run leaves no tensors behind", () => {
  const cell = lstm({ inputSize: D, hiddenSize: H });
  const [params, x, clamps] = [cell.init(key), input(key), someHeld(cell)];
  const before = tf.memory().numTensors;
  tf.dispose(unroll(clamped(cell, clamps), params, x) as tf.TensorContainer);
  assert.equal(tf.memory().numTensors, before);
});
