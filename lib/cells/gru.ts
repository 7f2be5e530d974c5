import { expectSizes } from "../core/argumentForms";
import { tf } from "../core/tf";
import type { Cell, CellOptions, Input } from "./cell";
import { type GruSequence, gruSequence, gruSequenceResetAfter } from "./gruSequence";
import { recurrentWeights } from "./init";
import { project } from "./projection";
import { builtFrom } from "./spec";

/** `bhn` [H] exists only where the reset comes after the product. */
export type GruParams = Readonly<{ Wx: tf.Tensor2D; Wh: tf.Tensor2D; b: tf.Tensor1D; bhn?: tf.Tensor1D }>;
/** h [N, H], all that a GRU carries. */
export type GruState = Readonly<{ h: tf.Tensor2D }>;

/** The sizes of a GRU, and in which of its two forms it resets. */
export interface GruOptions extends CellOptions {
  /** Reset after the product with Whn, as in PyTorch and cuDNN; by default before it, as in the lecture. */
  readonly resetAfter?: boolean;
}

/**
 * Gated recurrent unit, gates in the order r, z, n.
 *   [r z] = σ(x Wx + h Wh + b)               Wx [D, 3H]  Wh [H, 3H]  b [3H]
 *   n = tanh(x Wxn + (r ⊙ h) Whn + bn)       or, resetAfter: tanh(x Wxn + bn + r ⊙ (h Whn + bhn))
 *   h' = z ⊙ h + (1 − z) ⊙ n
 * @see Cho et al. 2014; lecture 5.3
 */
export function gru(options: GruOptions): Cell<GruParams, GruState> {
  const { inputSize: D, hiddenSize: H, fanIn, resetAfter = false } = options;
  expectSizes("gru", { inputSize: D, hiddenSize: H, fanIn: fanIn ?? D });
  return builtFrom(
    { cell: "gru", options },
    {
      name: resetAfter ? "GRU (reset after)" : "GRU",
      inputSize: D,
      hiddenSize: H,
      gates: ["r", "z", "n"],
      init: (key) => ({
        ...recurrentWeights(key, { inputSize: D, hiddenSize: H, fanIn }, { gates: 3 }),
        b: tf.zeros([3 * H]),
        ...(resetAfter ? { bhn: tf.zeros<tf.Rank.R1>([H]) } : {}),
      }),
      zeroState: (N) => ({ h: tf.zeros([N, H]) }),
      step(params, state, x) {
        const { z, n } = gruGates(params, state, x);
        return { h: z.mul(state.h).add(tf.sub(1, z).mul(n)) as tf.Tensor2D };
      },
      sequence({ Wx, Wh, b, bhn }, { h: h0 }, xs) {
        const [Wxg, Wxn] = tf.split(Wx, [2 * H, H], 1) as tf.Tensor2D[];
        const [bg, bn] = tf.split(b, [2 * H, H]);
        const [Wg, Wn] = tf.split(Wh, [2 * H, H], 1);
        const inputs = {
          gates: project(xs, Wxg).add(bg),
          candidate: project(xs, Wxn).add(bn),
          Wg,
          Wn,
          h0,
        } as GruSequence;
        const [hs, h] = bhn ? gruSequenceResetAfter({ ...inputs, bhn }) : gruSequence(inputs);
        return { hs, state: { h } };
      },
    },
  );
}

/** The gates at one step, each [N, H]: reset, update (how much of the old h stays), candidate. */
export function gruGates({ Wx, Wh, b, bhn }: GruParams, { h }: GruState, x: Input) {
  const [xr, xz, xn] = thirds(project(x, Wx).add(b));
  const [hr, hz, hn] = thirds(h.matMul(Wh));
  const r = xr.add(hr).sigmoid();
  const z = xz.add(hz).sigmoid();
  const recalled = bhn ? r.mul(hn.add(bhn)) : thirds(r.mul(h).matMul(Wh))[2];
  return { r, z, n: xn.add(recalled).tanh() };
}

/** Of products, not of weights: a part of a matrix would be copied at each step. */
const thirds = (gates: tf.Tensor) => tf.split(gates, 3, 1);
