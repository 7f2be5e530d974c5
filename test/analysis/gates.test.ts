import assert from "node:assert/strict";
import { test } from "node:test";
import { behaviour, gateValues, perUnit, saturation } from "../../lib/analysis/gates";
import { scan } from "../../lib/cells/cell";
import { gru, gruGates } from "../../lib/cells/gru";
import { lstm, lstmGates } from "../../lib/cells/lstm";
import { tf } from "../../lib/core/tf";
import { D, H, input, key, N, someState, T } from "../cells/cells";

test("an LSTM's states follow from its gates: c_t = f ⊙ c_{t−1} + i ⊙ g, h_t = o ⊙ tanh(c_t)", () => {
  const cell = lstm({ inputSize: D, hiddenSize: H });
  const [params, x] = [cell.init(key), input(key)];
  const initial = someState(cell, key) as ReturnType<typeof cell.zeroState>;
  const tensors = tf.memory().numTensors;
  const gates = gateValues(cell, lstmGates, { params, x, initial });
  assert.equal(tf.memory().numTensors, tensors + 4);
  const states = scan(cell, params, x, initial);
  const at = (name: string, t: number) => gates[name].slice([0, t, 0], [N, 1, H]).reshape<tf.Tensor2D>([N, H]);
  for (let t = 0; t < T; t++) {
    const c = at("f", t)
      .mul((states[t - 1] ?? initial).c)
      .add(at("i", t).mul(at("g", t)));
    const h = at("o", t).mul(c.tanh());
    for (const [ours, theirs] of [
      [c, states[t].c],
      [h, states[t].h],
    ]) {
      assert.ok(Number(ours.sub(theirs).abs().max().dataSync()[0]) < 1e-6);
    }
  }
});

test("a GRU's h is z of the old and 1 − z of the new", () => {
  const cell = gru({ inputSize: D, hiddenSize: H });
  const [params, x] = [cell.init(key), input(key)];
  const { z, n } = gateValues(cell, gruGates, { params, x });
  const [first] = scan(cell, params, x);
  const own = tf.sub(1, z).mul(n).slice([0, 0, 0], [N, 1, H]).reshape([N, H]);
  assert.ok(own.sub(first.h).abs().max().dataSync()[0] < 1e-6);
});

test("saturation counts what is below 0.1 and above 0.9", () => {
  assert.deepEqual(saturation([0.05, 0.1, 0.5, 0.9, 0.95, 0.99, 0.01, 0.3]), { shut: 2 / 8, open: 2 / 8 });
});

test("a gate's product falls to 1/e in its decay time", () => {
  const { decayTime, least, most, spread, open } = behaviour([0.5, 0.98, 0.98, 0.5]);
  assert.ok(Math.abs((0.5 * 0.98) ** (decayTime / 2) - 1 / Math.E) < 1e-12);
  assert.deepEqual([least, most, open], [0.5, 0.98, 0.5]);
  assert.ok(Math.abs(spread - 0.24) < 1e-12);
});

test("values of units are in order, of all sequences and times", () => {
  const values = tf.tensor3d([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]);
  assert.deepEqual(perUnit(values), [
    [1, 3, 5, 7],
    [2, 4, 6, 8],
  ]);
  values.dispose();
});
