import type { Params } from "../cells/cell";
import { linearModule, type TorchModules, type Weighted } from "../cells/torchModule";
import { expectSizes } from "../core/argumentForms";
import { fork, normal } from "../core/random";
import { tf } from "../core/tf";

/** The sizes of soft attention. */
export interface SoftAttentionOptions {
  /** D of the places x_i. */
  readonly placeSize: number;
  readonly hiddenSize: number;
  /** A: how many numbers a place and a state are compared in. */
  readonly attentionSize: number;
}

/** Where to look: scores of places by what they hold and by the state, and the mean of the places under them. */
export interface SoftAttention extends Weighted {
  /** What the score is made of: `state`, `places` and `score`. */
  readonly torch: TorchModules;
  /** x_i Wx + b of every place [N, L, A]: the same at every step, so it is computed once. */
  keys(params: Params, places: tf.Tensor3D): tf.Tensor3D;
  /**
   * α [N, L], which sums to 1 over the places, and z [N, D], from h [N, H].
   * @param choose the weights that are read with, from α: by default α itself
   */
  attend(
    params: Params,
    seen: Seen,
    h: tf.Tensor,
    choose?: (alpha: tf.Tensor2D) => tf.Tensor2D,
  ): { readonly alpha: tf.Tensor2D; readonly weights: tf.Tensor2D; readonly z: tf.Tensor2D };
}

/** The places of N pictures [N, L, D], and their keys. */
export interface Seen {
  readonly places: tf.Tensor3D;
  readonly keys: tf.Tensor3D;
}

/**
 * Soft attention: where to look next, from what is known so far.
 *   e_i = w · tanh(h Wh + x_i Wx + b)     α = softmax(e)     z = Σ_i α_i x_i
 *   Wh [H, A]  Wx [D, A]  b [A]  w [A, 1]
 * @see Xu et al. 2015; Zhu et al. 2016, equations 4 to 6; lecture 3.2 and 3.3
 */
export function softAttention({ placeSize: D, hiddenSize: H, attentionSize: A }: SoftAttentionOptions): SoftAttention {
  expectSizes("softAttention", { placeSize: D, hiddenSize: H, attentionSize: A });
  return {
    torch: { state: linearModule("Wh"), places: linearModule("Wx", "b"), score: linearModule("w") },
    init: (key) => ({
      Wh: normal<tf.Rank.R2>(fork(key, "Wh"), [H, A], 1 / Math.sqrt(H)),
      Wx: normal<tf.Rank.R2>(fork(key, "Wx"), [D, A], 1 / Math.sqrt(D)),
      b: tf.zeros([A]),
      w: normal<tf.Rank.R2>(fork(key, "w"), [A, 1], 1 / Math.sqrt(A)),
    }),
    keys: ({ Wx, b }, places) =>
      tf.tidy(() => {
        const [N, L] = places.shape;
        return places.reshape<tf.Tensor2D>([-1, D]).matMul(Wx).add(b).reshape<tf.Tensor3D>([N, L, A]);
      }),
    attend: ({ Wh, w }, { places, keys }, h, choose = (alpha) => alpha) =>
      tf.tidy(() => {
        const [N, L] = places.shape;
        const asked = h.matMul(Wh).reshape([N, 1, A]);
        const scores = keys.add(asked).tanh().reshape<tf.Tensor2D>([-1, A]).matMul(w);
        const alpha = scores.reshape<tf.Tensor2D>([N, L]).softmax();
        const weights = choose(alpha);
        const z = weights.reshape<tf.Tensor3D>([N, 1, L]).matMul(places).reshape<tf.Tensor2D>([N, D]);
        return { alpha, weights, z };
      }),
  };
}
