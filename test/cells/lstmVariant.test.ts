import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Cell } from "../../lib/cells/cell";
import { type LstmParams, type LstmState, lstm } from "../../lib/cells/lstm";
import { type LstmForm, type LstmVariantParams, lstmForms, lstmVariant } from "../../lib/cells/lstmVariant";
import { fork, normal } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { assertClose } from "../close";
import { D, H, input, key, someState } from "./cells";

const sizes = { inputSize: D, hiddenSize: H };
const plain = lstm(sizes);
const gates = ["i", "f", "o", "g"] as const;
type Gate = (typeof gates)[number];

/** What stands for a gate without weights of its own: those of another gate, so many times, and a bias. */
interface Missing {
  readonly from: Gate;
  readonly times: number;
  readonly bias: number;
}

/** The weights with which an LSTM has the gates of the variant. */
function asLstm(form: LstmForm, params: LstmVariantParams, { from, times, bias }: Missing): LstmParams {
  const own: readonly Gate[] = lstmForms[form].gates;
  const columns = (weights: tf.Tensor, shift = 0) => {
    const parts = tf.split(weights, own.length, -1);
    const other = parts[own.indexOf(from)].mul(times).add(shift);
    return tf.concat(
      gates.map((gate) => parts[own.indexOf(gate)] ?? other),
      -1,
    );
  };
  return { Wx: columns(params.Wx), Wh: columns(params.Wh), b: columns(params.b, bias) } as LstmParams;
}

const xs = input(key).unstack(1) as tf.Tensor2D[];

describe("a variant is the LSTM with the weights that undo what it changes", () => {
  const open = { from: "g", times: 0, bias: 40 } as const; // σ(40) is 1 in single precision
  const same = {
    "no input gate": open,
    "no forget gate": open,
    "no output gate": open,
    "coupled gates": { from: "f", times: -1, bias: 0 }, // σ(−a) = 1 − σ(a)
    peepholes: open, // of which none is needed
  } as const;
  for (const [form, missing] of Object.entries(same) as [LstmForm, Missing][]) {
    test(form, () => {
      const cell = lstmVariant({ ...sizes, form });
      const params = cell.init(key);
      const state = someState(cell as unknown as Cell, key) as unknown as LstmState;
      const [next, expected] = [
        cell.step(params, state, xs[0]),
        plain.step(asLstm(form, params, missing), state, xs[0]),
      ];
      assertClose(next.h, expected.h);
      assertClose(next.c, expected.c);
    });
  }

  // Where numbers are small tanh changes nothing, and elsewhere it does.
  for (const form of ["no input activation", "no output activation"] as const) {
    test(form, () => {
      const cell = lstmVariant({ ...sizes, form });
      const apart = (size: number) => {
        const params = cell.init(key);
        const small = tf.concat([tf.ones([3 * H]), tf.fill([H], size)]);
        const scaled = { Wx: params.Wx.mul(small), Wh: params.Wh.mul(small), b: params.b.mul(small) } as LstmParams;
        const { h } = cell.step(scaled, cell.zeroState(2), xs[0]);
        return (
          h
            .sub(plain.step(scaled, plain.zeroState(2), xs[0]).h)
            .abs()
            .max()
            .dataSync()[0] / size
        );
      };
      assert.ok(apart(1e-3) < 1e-4 && apart(1) > 1e-3, `${apart(1e-3)} ${apart(1)}`);
    });
  }
});

test("a peephole moves its gate's sum by its weight times the cell state: i and f see the one before, o the new one", () => {
  const cell = lstmVariant({ ...sizes, form: "peepholes" });
  const [wi, wf, wo] = ["wi", "wf", "wo"].map((name) => normal<tf.Rank.R1>(fork(key, name), [H]));
  const { Wx, Wh, b } = cell.init(key);
  const state = { h: normal<tf.Rank.R2>(fork(key, "h"), [1, H]), c: normal<tf.Rank.R2>(fork(key, "c"), [1, H]) };
  const x = xs[0].slice([0, 0], [1, D]);
  const next = cell.step({ Wx, Wh, b, wi, wf, wo }, state, x);
  const seen = [wi.mul(state.c), wf.mul(state.c), wo.mul(next.c), tf.zeros([1, H])];
  const expected = plain.step({ Wx, Wh, b: b.add(tf.concat(seen, 1).squeeze([0])) }, state, x);
  assertClose(next.h, expected.h);
  assertClose(next.c, expected.c);
});

test("a form that there is none of is told with those that there are", () => {
  assert.throws(() => lstmVariant({ ...sizes, form: "no gates" as LstmForm }), {
    message: /^lstmVariant: form: one of no input gate, .*, peepholes expected, got "no gates"$/,
  });
});
