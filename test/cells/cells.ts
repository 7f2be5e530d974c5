import type { Cell } from "../../lib/cells/cell";
import { gru } from "../../lib/cells/gru";
import { lstm } from "../../lib/cells/lstm";
import { stack } from "../../lib/cells/stack";
import { vanilla } from "../../lib/cells/vanilla";
import { fork, type Key, normal, seed } from "../../lib/core/random";
import type { tf } from "../../lib/core/tf";

/** All different, so that a transposed axis cannot pass. */
export const [N, T, D, H] = [2, 4, 3, 5];
const sizes = { inputSize: D, hiddenSize: H };

/** Every cell of the lab: a law is stated once and runs on each. */
export const cells: readonly Cell[] = [
  vanilla(sizes),
  vanilla({ ...sizes, activation: "linear", recurrent: "orthogonal" }),
  vanilla({ ...sizes, activation: "relu", recurrent: "identity", gain: 0.9 }),
  lstm(sizes),
  { ...lstm({ ...sizes, forgetBias: 0 }), name: "LSTM, forget bias 0" },
  gru(sizes),
  gru({ ...sizes, resetAfter: true }),
  stack([lstm({ inputSize: D, hiddenSize: 4 }), vanilla({ inputSize: 4, hiddenSize: H })]),
  stack([gru({ inputSize: D, hiddenSize: H }), gru({ ...sizes, inputSize: H, resetAfter: true })]),
];

export const input = (key: Key): tf.Tensor3D => normal<tf.Rank.R3>(fork(key, "x"), [N, T, D]);

/** A state that is not zero, so that what is lost between steps shows. */
export function someState(cell: Cell, key: Key) {
  const zero = cell.zeroState(N);
  return Object.fromEntries(
    Object.keys(zero).map((name) => [name, normal<tf.Rank.R2>(fork(key, name), zero[name].shape, 0.5)]),
  ) as ReturnType<Cell["zeroState"]>;
}

export const key = seed(231);
