import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { peakBytes } from "../../lib/analysis/cost";
import {
  type Cell,
  type Inputs,
  type Params,
  type State,
  type UnrollOptions,
  unroll,
  unrollTimeMajor,
} from "../../lib/cells/cell";
import { lastState } from "../../lib/cells/masked";
import { stackOf } from "../../lib/cells/stackOf";
import { compile } from "../../lib/core/compile";
import { gradientsOf } from "../../lib/core/gradients";
import { fork, normal } from "../../lib/core/random";
import type { NamedTensors } from "../../lib/core/tensors";
import { tf } from "../../lib/core/tf";
import { charLm } from "../../lib/models/charLm";
import { assertClose } from "../close";
import { cells, D, key, N, someState } from "./cells";

/** Not the square of a whole number: the last piece is shorter. */
const T = 7;

type Given = Readonly<{ params: Params; x: Inputs; initial: State }>;
type Run = (cell: Cell, given: Given, options: Pick<UnrollOptions, "remember">) => NamedTensors;

const runs: Record<string, Run> = {
  "h and the last state": (cell, { params, x, initial }, options) => {
    const { h, state } = unroll(cell, params, x, { initial, ...options });
    return { outputs: h, ...state };
  },
  "h alone": (cell, { params, x, initial }, options) => ({
    outputs: unroll(cell, params, x, { initial, ...options }).h,
  }),
  "two windows, the second from the state of the first": (cell, { params, x, initial }, options) => {
    const [left, right] = tf.split(x, [4, 3], 1) as Inputs[];
    const first = unroll(cell, params, left, { initial, ...options });
    const { h, state } = unroll(cell, params, right, { initial: first.state, ...options });
    return { first: first.h, outputs: h, ...state };
  },
  "sequences of different lengths": (cell, { params, x }, options) => {
    const mask = tf.tensor2d([Array(T).fill(1), [...Array(4).fill(1), ...Array(3).fill(0)]]);
    return lastState(cell, params, { x: x as tf.Tensor3D, mask }, options);
  },
};

/** Results, and the gradient of a number that depends on each of them, in all that the run reads. */
function everything(run: () => NamedTensors, inputs: NamedTensors): NamedTensors {
  const loss = () =>
    tf.addN(Object.values(run()).map((part, i) => part.mul(normal(fork(key, i), part.shape)).sum())) as tf.Scalar;
  const { grads } = gradientsOf(loss, Object.values(inputs));
  const named = Object.keys(inputs).map((name, i) => [`gradient of ${name}`, grads[i]]);
  return { ...run(), ...Object.fromEntries(named) };
}

const inputs: Record<string, Inputs> = {
  dense: normal<tf.Rank.R3>(fork(key, "x"), [N, T, D]),
  "one-hot": tf.tensor2d(
    Array.from({ length: N * T }, (_, i) => (i * 7) % D),
    [N, T],
    "int32",
  ),
};

/** Every run with both kinds of input at once; compiled, which takes longer to begin, two that have all of it. */
const paths = [
  ...Object.keys(runs).flatMap((what) => Object.keys(inputs).map((kind) => ({ what, kind, compiled: false }))),
  { what: "two windows, the second from the state of the first", kind: "dense", compiled: true },
  { what: "sequences of different lengths", kind: "one-hot", compiled: true },
];

for (const cell of cells) {
  describe(`${cell.name}, remembering √T states, has the values and gradients of one that keeps all`, () => {
    for (const { what, kind, compiled } of paths) {
      test(`${what}, ${kind}${compiled ? ", compiled" : ""}`, () => {
        const given = { params: cell.init(key), x: inputs[kind], initial: someState(cell, key) };
        const computed = (remember?: "sqrt") => (args: Given) => {
          const initial = Object.entries(args.initial).map(([name, tensor]) => [`initial ${name}`, tensor]);
          const read = { ...args.params, ...Object.fromEntries(initial), ...(kind === "dense" ? { x: args.x } : {}) };
          return tf.tidy(() => everything(() => runs[what](cell, args, { remember }), read) as Tensors);
        };
        const expected = computed()(given);
        const before = tf.memory().numTensors;
        const actual = compiled ? compile(computed("sqrt"))(given) : computed("sqrt")(given);
        assert.deepEqual(Object.keys(actual), Object.keys(expected));
        assert.equal(tf.memory().numTensors - before, Object.keys(actual).length, "nothing else is left");
        for (const name of Object.keys(expected)) {
          const scale = Math.max(1, expected[name].abs().max().dataSync()[0]);
          assertClose(actual[name], expected[name], 2e-6 * scale, name);
        }
      });
    }
  });
}

type Tensors = Record<string, tf.Tensor>;

describe("a language model that remembers √T states", () => {
  const V = 4;
  const cell = stackOf({ cell: "lstm", layers: 2, inputSize: V, hiddenSize: 16 });
  const params = charLm(cell).init(key);
  const window = (length: number) => {
    const tokens = tf.tensor2d(
      Array.from({ length: 2 * length + 2 }, (_, i) => (i * i) % V),
      [2, length + 1],
      "int32",
    );
    return { inputs: tokens.slice([0, 0], [2, length]), targets: tokens.slice([0, 1], [2, length]) };
  };
  const lossOf = (batch: ReturnType<typeof window>, remember?: "sqrt") =>
    gradientsOf(() => charLm(cell, { remember }).loss(params, batch).loss, Object.values(params));

  test("has the loss and the gradients of one that keeps all", () => {
    const batch = window(50);
    const [expected, actual] = [lossOf(batch), lossOf(batch, "sqrt")];
    assertClose(actual.value, expected.value);
    for (const [i, grad] of actual.grads.entries()) assertClose(grad, expected.grads[i], 1e-6, Object.keys(params)[i]);
  });

  test("over sixteen times as many steps it holds about four times as much, and not sixteen times", async () => {
    // Beside weights and their gradients, and beside the text.
    const peak = async (length: number, remember?: "sqrt") => {
      const batch = window(length);
      const weights = 4 * Object.values(params).reduce((sum, { size }) => sum + size, 0);
      const bytes = await peakBytes(() => lossOf(batch, remember).grads);
      return bytes - 2 * weights - 4 * batch.inputs.size;
    };
    const growth = async (remember?: "sqrt") => (await peak(1024, remember)) / (await peak(64, remember));
    const [kept, remembered] = [await growth(), await growth("sqrt")];
    assert.ok(kept > 14, `${kept} times where all is kept`);
    assert.ok(remembered < 5, `${remembered} times`);
  });

  test("options that there are none of, and what cannot be remembered, are refused", () => {
    const x = tf.zeros<tf.Rank.R2>([1, 4], "int32");
    assert.throws(
      () => unroll(cell, params, x, { remember: "all" as "sqrt" }),
      /^Error: unroll: options: remember: one of sqrt expected, got "all"$/,
    );
    assert.throws(
      () => unroll(cell, params, x, cell.zeroState(1) as UnrollOptions),
      /^Error: unroll: options: \{ initial: state \} expected, got the state itself$/,
    );
    assert.throws(
      () => unrollTimeMajor(cell, params, x.transpose(), { remember: "sqrt", between: (hs) => hs }),
      /^Error: 2-layer LSTM: remember: what is between layers would differ in each piece$/,
    );
    assert.throws(
      () => charLm(cell, { remember: "sqrt", dropout: 0.5 }),
      /^Error: charLm: remember: no dropout expected/,
    );
  });
});
