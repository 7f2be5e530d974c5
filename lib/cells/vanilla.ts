import { expectForm, expectSizes, forms } from "../core/argumentForms";
import { fork, type Key } from "../core/random";
import { tf } from "../core/tf";
import { type ActivationName, activations } from "./activations";
import type { Cell, CellOptions } from "./cell";
import { recurrentWeights, type SquareWeights, squareWeights } from "./init";
import { project } from "./projection";
import { builtFrom } from "./spec";
import { vanillaSequence } from "./vanillaSequence";

/** Wx [D, H], Wh [H, H], b [H]. */
export type VanillaParams = Readonly<{ Wx: tf.Tensor2D; Wh: tf.Tensor2D; b: tf.Tensor1D }>;
/** h [N, H], all that a vanilla RNN carries. */
export type VanillaState = Readonly<{ h: tf.Tensor2D }>;

/** The sizes of a vanilla RNN, its activation, and what its recurrent weights start as. */
export interface VanillaOptions extends CellOptions {
  /** f of the equation; by default the lecture's tanh. */
  readonly activation?: ActivationName;
  /** What Wh starts as, and what it is multiplied with: by default N(0, 1/H) and 1. */
  readonly recurrent?: SquareWeights;
  readonly gain?: number;
}

const form = forms.fields({
  activation: forms.oneOf(Object.keys(activations)),
  recurrent: forms.oneOf(Object.keys(squareWeights)),
  gain: forms.finite,
});

/**
 * Vanilla RNN.
 *   h' = f(x Wx + h Wh + b)     f = tanh     Wx [D, H]  Wh [H, H]  b [H]
 * @see Elman 1990; lecture 2; Le, Jaitly & Hinton 2015 for rectifiers that start at the identity
 */
export function vanilla(options: VanillaOptions): Cell<VanillaParams, VanillaState> {
  const { inputSize: D, hiddenSize: H, activation = "tanh", fanIn = D, recurrent = "normal", gain = 1 } = options;
  expectSizes("vanilla", { inputSize: D, hiddenSize: H, fanIn });
  expectForm("vanilla", form, { activation, recurrent, gain });
  const f = activations[activation];
  return builtFrom(
    { cell: "vanilla", options },
    {
      name: activation === "tanh" ? "RNN" : `RNN (${activation})`,
      inputSize: D,
      hiddenSize: H,
      init: (key) => ({ ...weights(key, options), b: tf.zeros([H]) }),
      zeroState: (N) => ({ h: tf.zeros([N, H]) }),
      step: ({ Wx, Wh, b }, { h }, x) => ({ h: f.of(project(x, Wx).add(h.matMul(Wh)).add(b)) as tf.Tensor2D }),
      sequence({ Wx, Wh, b }, { h: h0 }, xs) {
        const [hs, h] = vanillaSequence({ a: project(xs, Wx).add(b) as tf.Tensor3D, Wh, h0 }, f);
        return { hs, state: { h } };
      },
    },
  );
}

function weights(key: Key, { recurrent = "normal", gain = 1, ...sizes }: VanillaOptions) {
  return tf.tidy(() => ({
    ...recurrentWeights(key, sizes, { gates: 1 }),
    Wh: squareWeights[recurrent](fork(key, "Wh"), sizes.hiddenSize).mul(gain) as tf.Tensor2D,
  }));
}
