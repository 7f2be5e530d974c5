import { expectSizes } from "../core/argumentForms";
import { fork, normal } from "../core/random";
import { tf } from "../core/tf";
import type { Cell, CellOptions } from "./cell";
import { project } from "./projection";
import type { VanillaState } from "./vanilla";

/** Wx [D, H], b [H]. */
export type MemorylessParams = Readonly<{ Wx: tf.Tensor2D; b: tf.Tensor1D }>;

/**
 * A vanilla RNN whose arrow from h to h is cut: what any wiring can do without memory.
 *   h' = tanh(x Wx + b)     Wx [D, H]  b [H]
 */
export function memoryless({ inputSize: D, hiddenSize: H }: CellOptions): Cell<MemorylessParams, VanillaState> {
  expectSizes("memoryless", { inputSize: D, hiddenSize: H });
  return {
    name: "memoryless",
    inputSize: D,
    hiddenSize: H,
    init: (key) => ({ Wx: normal<tf.Rank.R2>(fork(key, "Wx"), [D, H], 1 / Math.sqrt(D)), b: tf.zeros([H]) }),
    zeroState: (N) => ({ h: tf.zeros([N, H]) }),
    step: ({ Wx, b }, _, x) => ({ h: project(x, Wx).add(b).tanh() as tf.Tensor2D }),
    sequence({ Wx, b }, _, xs) {
      const hs = project(xs, Wx).add(b).tanh() as tf.Tensor3D;
      return { hs, state: { h: hs.slice(xs.shape[0] - 1, 1).squeeze<tf.Tensor2D>([0]) } };
    },
  };
}
