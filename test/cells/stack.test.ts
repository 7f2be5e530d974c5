import assert from "node:assert/strict";
import { test } from "node:test";
import { unroll } from "../../lib/cells/cell";
import { stack } from "../../lib/cells/stack";
import { vanilla } from "../../lib/cells/vanilla";
import { normal, seed } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { assertClose } from "../close";
import { D, H, input, key } from "./cells";

const layer = (inputSize: number, hiddenSize: number) => vanilla({ inputSize, hiddenSize });

test("two layers are the second over the outputs of the first", () => {
  const [below, above] = [layer(D, 4), layer(4, H)];
  const both = stack([below, above]);
  const params = both.init(key);
  const of = (l: number) => ({ Wx: params[`${l}.Wx`], Wh: params[`${l}.Wh`], b: params[`${l}.b`] });
  const x = input(key);
  const chained = unroll(above, of(1), unroll(below, of(0), x).h);
  assertClose(unroll(both, params, x).h, chained.h);
});

test("layers that do not fit, and no layers, are told", () => {
  assert.throws(() => stack([layer(D, 4), layer(5, H)]), {
    message: "stack: layer 1 reads layer 0: inputSize 4 expected, got 5",
  });
  assert.throws(() => stack([]), { message: "stack: at least one layer expected, got none" });
});

test("residual adds each layer's h to what is below it, and norm hands on mean 0 and variance 1", () => {
  tf.tidy(() => {
    const [below, above] = [vanilla({ inputSize: D, hiddenSize: H }), vanilla({ inputSize: H, hiddenSize: H })];
    const x = normal<tf.Rank.R2>(seed(2), [3, D]);
    const params = stack([below, above]).init(seed(1));
    const own = (l: number) => ({ Wx: params[`${l}.Wx`], Wh: params[`${l}.Wh`], b: params[`${l}.b`] }) as never;
    const first = below.step(own(0), below.zeroState(3), x).h as tf.Tensor2D;
    const { mean, variance } = tf.moments(first, 1, true);
    const normed = first.sub(mean).div(variance.sqrt()) as tf.Tensor2D;
    const expected = {
      residual: above.step(own(1), above.zeroState(3), first).h.add(first),
      norm: above.step(own(1), above.zeroState(3), normed).h,
    };
    for (const [name, wiring] of [
      ["residual", { residual: true }],
      ["norm", { norm: "layer" }],
    ] as const) {
      const cell = stack([below, above], wiring);
      const { h } = cell.step(params, cell.zeroState(3), x);
      assert.ok(h.sub(expected[name]).abs().max().dataSync()[0] < 1e-3, name);
    }
  });
  assert.throws(
    () =>
      stack([vanilla({ inputSize: D, hiddenSize: 4 }), vanilla({ inputSize: 4, hiddenSize: 5 })], { residual: true }),
    {
      message: "stack: residual: layers of one hiddenSize expected, got 4, 5",
    },
  );
});
