import { fork, type Key, normal } from "../core/random";
import type { tf } from "../core/tf";
import type { CellOptions } from "./cell";

/**
 * Input and recurrent weights of a layer with `gates` gates, N(0, 1/fan-in):
 * the variance of x Wx and of h Wh is then that of x and of h; of a one-hot x with a fan-in of 1, it is 1.
 * Wx [D, gates·H], Wh [H, gates·H]
 */
export function recurrentWeights(
  key: Key,
  { inputSize, hiddenSize, fanIn = inputSize }: CellOptions,
  { gates }: { gates: number },
) {
  const width = gates * hiddenSize;
  return {
    Wx: normal<tf.Rank.R2>(fork(key, "Wx"), [inputSize, width], 1 / Math.sqrt(fanIn)),
    Wh: normal<tf.Rank.R2>(fork(key, "Wh"), [hiddenSize, width], 1 / Math.sqrt(hiddenSize)),
  };
}
