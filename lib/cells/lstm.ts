import { expectForm, expectSizes, forms } from "../core/argumentForms";
import { tf } from "../core/tf";
import type { Cell, CellOptions, Input } from "./cell";
import { recurrentWeights } from "./init";
import { lstmSequence } from "./lstmSequence";
import { project } from "./projection";
import { builtFrom } from "./spec";

/** Wx [D, 4H], Wh [H, 4H], b [4H]: the four gates side by side in the order i f o g. */
export type LstmParams = Readonly<{ Wx: tf.Tensor2D; Wh: tf.Tensor2D; b: tf.Tensor1D }>;
/** h [N, H], which is read out, and the cell state c [N, H]. */
export type LstmState = Readonly<{ h: tf.Tensor2D; c: tf.Tensor2D }>;

/** The sizes of an LSTM, and where its forget gate starts. */
export interface LstmOptions extends CellOptions {
  /** Where the forget gate's bias starts: 1 leaves the gate open (Jozefowicz et al. 2015); the lecture's is 0. */
  readonly forgetBias?: number;
}

/**
 * Long short-term memory, gates in the order i, f, o, g.
 *   i = σ(x W_xi + h W_hi + b_i)     f = σ(x W_xf + h W_hf + b_f)
 *   o = σ(x W_xo + h W_ho + b_o)     g = tanh(x W_xg + h W_hg + b_g)
 *   c' = f ⊙ c + i ⊙ g          h' = o ⊙ tanh(c')
 * @see Hochreiter & Schmidhuber 1997, Gers et al. 2000; lecture 5.2
 */
export function lstm(options: LstmOptions): Cell<LstmParams, LstmState> {
  const { inputSize: D, hiddenSize: H, fanIn, forgetBias = 1 } = options;
  expectSizes("lstm", { inputSize: D, hiddenSize: H, fanIn: fanIn ?? D });
  expectForm("lstm: forgetBias", forms.finite, forgetBias);
  return builtFrom(
    { cell: "lstm", options },
    {
      name: "LSTM",
      inputSize: D,
      hiddenSize: H,
      gates: ["i", "f", "o", "g"],
      init: (key) => ({
        ...recurrentWeights(key, { inputSize: D, hiddenSize: H, fanIn }, { gates: 4 }),
        b: tf.tidy(() => tf.concat1d([tf.zeros([H]), tf.fill([H], forgetBias), tf.zeros([2 * H])])),
      }),
      zeroState: (N) => ({ h: tf.zeros([N, H]), c: tf.zeros([N, H]) }),
      step(params, state, x) {
        const { i, f, o, g } = lstmGates(params, state, x);
        const c = f.mul(state.c).add(i.mul(g)) as tf.Tensor2D;
        return { h: o.mul(c.tanh()) as tf.Tensor2D, c };
      },
      sequence({ Wx, Wh, b }, initial, xs) {
        const x = xs.dtype === "int32" ? tf.oneHot(xs as tf.Tensor2D, D).cast("float32") : xs;
        const weights = { Wx: blockOrder(Wx), Wh: blockOrder(Wh), b: blockOrder(b) };
        const [hs, h, c] = lstmSequence(x as tf.Tensor3D, weights, initial);
        return { hs, state: { h, c } };
      },
    },
  );
}

/** The gates' columns in the order i, g, f, o of TensorFlow's own LSTM. */
function blockOrder<T extends tf.Tensor>(weights: T): T {
  const [i, f, o, g] = tf.split(weights, 4, -1);
  return tf.concat([i, g, f, o], -1) as T;
}

/** The four gates at one step, each [N, H]: input, forget, output, candidate. */
export function lstmGates({ Wx, Wh, b }: LstmParams, { h }: LstmState, x: Input) {
  const [i, f, o, g] = tf.split(project(x, Wx).add(h.matMul(Wh)).add(b), 4, 1);
  return { i: i.sigmoid(), f: f.sigmoid(), o: o.sigmoid(), g: g.tanh() };
}
