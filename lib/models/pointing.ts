import type { Params } from "../cells/cell";
import { linearModule, type Weighted, withinModule } from "../cells/torchModule";
import { expectSizes } from "../core/argumentForms";
import { fork, normal } from "../core/random";
import { prefixed, unprefixed } from "../core/tensors";
import { tf } from "../core/tf";
import { crossEntropy } from "./crossEntropy";
import { denseWeights } from "./dense";
import { joinLayer, joins } from "./joinLayer";
import { lastOf, type PictureFeatures, type QuestionReader } from "./questionReader";

/** Questions int32 [N, T] with their mask, the fc7 of C boxes each [N, C, F], and which of them is meant, int32 [N]. */
export type PointingBatch = PictureFeatures & {
  readonly tokens: tf.Tensor2D;
  readonly mask: tf.Tensor2D;
  readonly boxes: tf.Tensor3D;
  readonly answers: tf.Tensor1D;
};

/** How a question and a box become a score; "boxes alone" leaves out the question. */
export const scorings = ["dot product", ...joins, "boxes alone"] as const;
/** The name of a way to score a box. */
export type Scoring = (typeof scorings)[number];

/** Answers by pointing to a box. */
export interface PointingModel extends Weighted {
  /** Logits [N, C] of the boxes; dispose them. */
  logits(params: Params, batch: PointingBatch): tf.Tensor2D;
  /** Mean cross-entropy in nats per question; dispose it. */
  loss(params: Params, batch: PointingBatch): tf.Scalar;
}

/**
 * Which box a question means, p = softmax(s). Visual7W takes the dot product of a box's transformed features with the last
 * hidden state for its log-likelihood; the others join the two first:
 *   dot product: s_j = (F(box_j) Wp) · h_T          (a bias would add the same to all boxes)
 *   joined:      s_j = joinLayer(h_T, v_j) · w      v_j = tanh(F(box_j) Wp + bp)
 *   boxes alone: s_j = v_j · w
 * Wp [F, H]  bp [H]  w [H, 1]
 * @see Zhu et al. 2016, section 4; lecture 3.3
 */
export function pointingModel(
  reader: QuestionReader,
  { scoring, boxSize }: { readonly scoring: Scoring; readonly boxSize: number },
): PointingModel {
  expectSizes("pointingModel", { boxSize });
  const H = reader.hiddenSize;
  const layer = scoring === "concatenate" || scoring === "multiply" ? joinLayer(scoring, H) : undefined;

  function logits(params: Params, { tokens, mask, boxes, ...sight }: PointingBatch): tf.Tensor2D {
    return tf.tidy(() => {
      const [N, C, F] = boxes.shape;
      const h = () => lastOf(reader.read(unprefixed("reader.", params), tokens, sight).hs, mask);
      const shown = boxes.reshape<tf.Tensor2D>([N * C, F]).matMul(params.Wp as tf.Tensor2D);
      if (scoring === "dot product") {
        return shown
          .reshape([N, C, H])
          .mul(h().reshape([N, 1, H]))
          .sum(2) as tf.Tensor2D;
      }
      const v = shown.add(params.bp).tanh() as tf.Tensor2D;
      const forEachBox = (q: tf.Tensor2D) =>
        q
          .reshape([N, 1, H])
          .tile([1, C, 1])
          .reshape<tf.Tensor2D>([N * C, H]);
      const o = layer ? layer.apply(params, forEachBox(h()), v) : v;
      return o.matMul(params.w as tf.Tensor2D).reshape([N, C]) as tf.Tensor2D;
    });
  }

  const dot = scoring === "dot product";
  return {
    torch: {
      ...(scoring === "boxes alone" ? {} : withinModule("reader", "reader.", reader.torch)),
      ...{ boxes: linearModule("Wp", dot ? undefined : "bp"), ...(dot ? {} : { score: linearModule("w") }) },
      ...layer?.torch,
    },
    init(key) {
      const { Wy: Wp, by: bp } = denseWeights(fork(key, "boxes"), boxSize, H);
      const asking = scoring === "boxes alone" ? {} : prefixed("reader.", reader.init(fork(key, "reader")));
      if (dot) {
        bp.dispose();
        return { ...asking, Wp };
      }
      const w = normal<tf.Rank.R2>(fork(key, "w"), [H, 1], 1 / Math.sqrt(H));
      return { ...asking, ...{ Wp, bp, w }, ...layer?.init(fork(key, "join")) };
    },
    logits,
    loss: (params, batch) => tf.tidy(() => crossEntropy(logits(params, batch), batch.answers)),
  };
}
