import type { Cell } from "../../lib/cells/cell";
import { gru } from "../../lib/cells/gru";
import { lstm } from "../../lib/cells/lstm";
import { type LstmForm, lstmForms, lstmVariant } from "../../lib/cells/lstmVariant";
import { mgu } from "../../lib/cells/mgu";
import { stack } from "../../lib/cells/stack";
import { vanilla } from "../../lib/cells/vanilla";
import { fork, type Key, normal, seed } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";

/** All different, so that a transposed axis cannot pass. */
export const [N, T, D, H] = [2, 4, 3, 5];
const sizes = { inputSize: D, hiddenSize: H };

/** Fresh ones are 0, which would hide what they do. */
function drawnPeepholes(): Cell {
  const cell = lstmVariant({ ...sizes, form: "peepholes" });
  const drawn = (key: Key) => (name: string) => [name, normal<tf.Rank.R1>(fork(key, name), [H], 0.5)];
  const init = (key: Key) =>
    tf.tidy(() => ({ ...cell.init(key), ...Object.fromEntries(["wi", "wf", "wo"].map(drawn(key))) }));
  return { ...cell, name: "LSTM, drawn peepholes", init };
}

/** Every cell of the lab: a law is stated once and runs on each. */
export const cells: readonly Cell[] = [
  vanilla(sizes),
  vanilla({ ...sizes, activation: "linear", recurrent: "orthogonal" }),
  vanilla({ ...sizes, activation: "relu", recurrent: "identity", gain: 0.9 }),
  lstm(sizes),
  { ...lstm({ ...sizes, forgetBias: 0 }), name: "LSTM, forget bias 0" },
  ...(Object.keys(lstmForms) as LstmForm[]).map((form) => lstmVariant({ ...sizes, form })),
  drawnPeepholes(),
  mgu(sizes),
  gru(sizes),
  gru({ ...sizes, resetAfter: true }),
  stack([lstm({ inputSize: D, hiddenSize: 4 }), vanilla({ inputSize: 4, hiddenSize: H })]),
  stack([gru({ inputSize: D, hiddenSize: H }), gru({ ...sizes, inputSize: H, resetAfter: true })]),
  stack([vanilla({ inputSize: D, hiddenSize: H }), lstm({ ...sizes, inputSize: H })], {
    residual: true,
    norm: "layer",
  }),
];

export const input = (key: Key): tf.Tensor3D => normal<tf.Rank.R3>(fork(key, "x"), [N, T, D]);

/** A state that is not zero, so that what is lost between steps shows. */
export function someState(cell: Cell, key: Key) {
  const zero = cell.zeroState(N);
  return Object.fromEntries(
    Object.keys(zero).map((name) => [name, normal(fork(key, name), zero[name].shape as [number, number], 0.5)]),
  ) as ReturnType<Cell["zeroState"]>;
}

export const key = seed(231);
