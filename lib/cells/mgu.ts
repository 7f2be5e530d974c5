import { expectSizes } from "../core/argumentForms";
import { tf } from "../core/tf";
import type { Cell, CellOptions } from "./cell";
import type { GruState } from "./gru";
import { recurrentWeights } from "./init";
import { project } from "./projection";

/** Wx [D, 2H], Wh [H, 2H], b [2H]: the gate and the candidate side by side in the order f n. */
export type MguParams = Readonly<{ Wx: tf.Tensor2D; Wh: tf.Tensor2D; b: tf.Tensor1D }>;

/**
 * Minimal gated unit: a GRU whose one gate does for both of that, gate and candidate in the order f, n.
 *   f = σ(x W_xf + h W_hf + b_f)     n = tanh(x W_xn + (f ⊙ h) W_hn + b_n)
 *   h' = (1 − f) ⊙ h + f ⊙ n
 * @see Zhou, Wu, Zhang & Zhou 2016
 */
export function mgu({ inputSize: D, hiddenSize: H, fanIn }: CellOptions): Cell<MguParams, GruState> {
  expectSizes("mgu", { inputSize: D, hiddenSize: H, fanIn: fanIn ?? D });
  return {
    name: "MGU",
    inputSize: D,
    hiddenSize: H,
    gates: ["f", "n"],
    init: (key) => ({
      ...recurrentWeights(key, { inputSize: D, hiddenSize: H, fanIn }, { gates: 2 }),
      b: tf.zeros([2 * H]),
    }),
    zeroState: (N) => ({ h: tf.zeros([N, H]) }),
    step({ Wx, Wh, b }, { h }, x) {
      const [xf, xn] = halves(project(x, Wx).add(b));
      const f = xf.add(halves(h.matMul(Wh))[0]).sigmoid();
      const n = xn.add(halves(f.mul(h).matMul(Wh))[1]).tanh();
      return { h: tf.sub(1, f).mul(h).add(f.mul(n)) as tf.Tensor2D };
    },
  };
}

/** Of products, not of weights, as in the GRU. */
const halves = (sums: tf.Tensor) => tf.split(sums, 2, 1);
