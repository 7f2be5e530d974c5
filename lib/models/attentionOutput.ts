import type { Params } from "../cells/cell";
import { dropout } from "../cells/dropout";
import { linearModule, type TorchModules, type Weighted } from "../cells/torchModule";
import { fork, normal, type TensorKey } from "../core/random";
import type { tf } from "../core/tf";
import { denseWeights } from "./dense";

/** What a word is said from, row by row: the state h [M, H], what is looked at z [M, D], and the word just read [M, E]. */
export interface SaidFrom {
  readonly h: tf.Tensor2D;
  readonly z: tf.Tensor2D;
  readonly word: tf.Tensor2D;
}

/** From what was read and looked at to the next word. */
export interface AttentionOutput extends Weighted {
  /** Of what a deep output has beside the read-out. */
  readonly torch: TorchModules;
  /** [M, V]; with a key some of the inputs are dropped. */
  logits(params: Params, from: SaidFrom, key?: TensorKey): tf.Tensor2D;
}

/** The sizes of an output, whether it is deep, and the share of its inputs that are dropped in training. */
export interface AttentionOutputOptions {
  readonly vocabSize: number;
  readonly embeddingSize: number;
  readonly hiddenSize: number;
  readonly featureSize: number;
  readonly deepOutput: boolean;
  readonly dropout: number;
}

/**
 * Logits of the next word, from the state alone or, `deep`, also from what was looked at and the word just read:
 *   o_t = h_t     or, deep,     o_t = We y_{t−1} + h_t Lh + z_t Lz          logits_t = dropout(o_t) Wy + by
 *   Lh [H, E]  Lz [D, E]  Wy [H, V], or deep [E, V]
 * @see Xu et al. 2015, equation 7; Pascanu et al. 2014 for deep outputs
 */
export function attentionOutput(options: AttentionOutputOptions): AttentionOutput {
  const { vocabSize: V, embeddingSize: E, hiddenSize: H, featureSize: D, deepOutput, dropout: rate } = options;
  const said = ({ Wy, by }: Params, o: tf.Tensor2D, key?: TensorKey) =>
    (key ? dropout(o, rate, key) : o).matMul(Wy).add(by) as tf.Tensor2D;
  if (!deepOutput) {
    return {
      ...{ torch: {}, init: (key) => denseWeights(key, H, V) },
      logits: (params, { h }, key) => said(params, h, key),
    };
  }
  return {
    torch: { "output.state": linearModule("Lh"), "output.places": linearModule("Lz") },
    init: (key) => ({
      Lh: normal<tf.Rank.R2>(fork(key, "Lh"), [H, E], 1 / Math.sqrt(H)),
      Lz: normal<tf.Rank.R2>(fork(key, "Lz"), [D, E], 1 / Math.sqrt(D)),
      ...denseWeights(key, E, V),
    }),
    logits: (params, { h, z, word }, key) =>
      said(params, word.add(h.matMul(params.Lh)).add(z.matMul(params.Lz)) as tf.Tensor2D, key),
  };
}
