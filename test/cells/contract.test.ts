import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Params, type State, scan, unroll } from "../../lib/cells/cell";
import { fork } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { assertClose } from "../close";
import { cells, H, input, key, N, someState, T } from "./cells";

for (const cell of cells) {
  describe(`${cell.name} obeys the cell contract`, () => {
    test("a step keeps the names and shapes of the state", () => {
      const zero = cell.zeroState(N);
      const states = scan(cell, cell.init(key), input(key));
      assert.equal(states.length, T);
      for (const state of states) {
        assert.deepEqual(Object.keys(state).sort(), Object.keys(zero).sort());
        for (const name of Object.keys(zero)) assert.deepEqual(state[name].shape, zero[name].shape);
      }
    });

    test("the output is h, [N, T, H], and its last column the last state's", () => {
      const { h, state } = unroll(cell, cell.init(key), input(key));
      assert.deepEqual(h.shape, [N, T, H]);
      assertClose(h.gather([T - 1], 1).squeeze([1]), state.h);
    });

    test("the same key draws the same weights, another key others", () => {
      const [a, b, c] = [cell.init(key), cell.init(key), cell.init(fork(key, "other"))];
      for (const name of Object.keys(a)) assertClose(a[name], b[name], 0, name);
      assert.ok(Object.keys(a).some((name) => a[name].sub(c[name]).abs().max().dataSync()[0] > 0));
    });

    test("one run of T steps is two of T/2 with the state carried over", () => {
      const [params, x, initial] = [cell.init(key), input(key), someState(cell, key)];
      const [left, right] = tf.split(x, 2, 1) as tf.Tensor3D[];
      const whole = unroll(cell, params, x, { initial });
      const first = unroll(cell, params, left, { initial });
      const second = unroll(cell, params, right, { initial: first.state });
      assertClose(tf.concat([first.h, second.h], 1), whole.h);
      for (const name of Object.keys(whole.state)) assertClose(second.state[name], whole.state[name], 1e-6, name);
    });

    test("what happens at a step does not depend on what comes later, nor on the other sequences of the batch", () => {
      const [params, x] = [cell.init(key), input(key)];
      const { h } = unroll(cell, params, x);
      const cut = x.slice([1, 0, 0], [1, T - 1, -1]);
      assertClose(unroll(cell, params, cut).h, h.slice([1, 0, 0], [1, T - 1, -1]));
    });

    test("leaks no tensors", () => {
      const before = tf.memory().numTensors;
      const [params, x, zero]: [Params, tf.Tensor3D, State] = [cell.init(key), input(key), cell.zeroState(N)];
      tf.dispose([unroll(cell, params, x), unroll(cell, params, x, { initial: zero }), scan(cell, params, x)]);
      tf.dispose([params, x, zero] as tf.TensorContainer);
      assert.equal(tf.memory().numTensors, before);
    });
  });
}
