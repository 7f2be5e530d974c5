import { fork, type Key, normal } from "../core/random";
import type { tf } from "../core/tf";

/**
 * Input and recurrent weights of a layer with `gates` gates, N(0, 1/fan-in):
 * the variance of x Wx and of h Wh is then that of x and of h.
 * Wx [D, gates·H], Wh [H, gates·H]
 */
export function recurrentWeights(key: Key, inputSize: number, hiddenSize: number, gates: number) {
  const width = gates * hiddenSize;
  return {
    Wx: normal<tf.Rank.R2>(fork(key, "Wx"), [inputSize, width], 1 / Math.sqrt(inputSize)),
    Wh: normal<tf.Rank.R2>(fork(key, "Wh"), [hiddenSize, width], 1 / Math.sqrt(hiddenSize)),
  };
}
