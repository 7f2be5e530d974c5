import { tf } from "../core/tf";
import type { Cell, CellOptions } from "./cell";
import { recurrentWeights } from "./init";
import { project } from "./project";
import { vanillaSequence } from "./vanillaSequence";

export type VanillaParams = Readonly<{ Wx: tf.Tensor2D; Wh: tf.Tensor2D; b: tf.Tensor1D }>;
export type VanillaState = Readonly<{ h: tf.Tensor2D }>;

/**
 * Vanilla RNN.
 *   h' = tanh(x Wx + h Wh + b)     Wx [D, H]  Wh [H, H]  b [H]
 * @see Elman 1990; lecture 2
 */
export function vanilla({ inputSize: D, hiddenSize: H, fanIn }: CellOptions): Cell<VanillaParams, VanillaState> {
  return {
    name: "RNN",
    inputSize: D,
    hiddenSize: H,
    init: (key) => ({
      ...recurrentWeights(key, { inputSize: D, hiddenSize: H, fanIn }, { gates: 1 }),
      b: tf.zeros([H]),
    }),
    zeroState: (N) => ({ h: tf.zeros([N, H]) }),
    step: ({ Wx, Wh, b }, { h }, x) => ({ h: project(x, Wx).add(h.matMul(Wh)).add(b).tanh() as tf.Tensor2D }),
    sequence({ Wx, Wh, b }, { h: h0 }, xs) {
      const [hs, h] = vanillaSequence(project(xs, Wx).add(b) as tf.Tensor3D, Wh, h0);
      return { hs, state: { h } };
    },
  };
}
