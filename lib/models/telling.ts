import type { Params } from "../cells/cell";
import { linearModule, type Weighted, withinModule } from "../cells/torchModule";
import { expectSizes } from "../core/argumentForms";
import { fork } from "../core/random";
import { prefixed, unprefixed } from "../core/tensors";
import { tf } from "../core/tf";
import { surprises } from "./crossEntropy";
import { denseWeights } from "./dense";
import { maskedCrossEntropy } from "./maskedCrossEntropy";
import type { PictureFeatures, QuestionReader } from "./questionReader";

/**
 * A question and an answer to it as one sequence, int32 [N, T]: `inputs` q_1 … q_n START a_1 … a_m, `targets` at START
 * and at each a the word that comes next, END at last; `mask` [N, T] is 1 there and 0 elsewhere.
 */
export type AnswerBatch = PictureFeatures & {
  readonly inputs: tf.Tensor2D;
  readonly targets: tf.Tensor2D;
  readonly mask: tf.Tensor2D;
};

/** Answers in words. */
export interface TellingModel extends Weighted {
  /** Mean cross-entropy in nats per word of the answers; dispose it. */
  loss(params: Params, batch: AnswerBatch): tf.Scalar;
  /** Of each answer the mean −log p of its words and END, in nats [N]: Visual7W takes the choice with the least. */
  answerNats(params: Params, batch: AnswerBatch): tf.Tensor1D;
}

/**
 * Visual7W's telling model: the LSTM that has read the question goes on with the answer.
 *   p(a_i | I, q, a_1 … a_{i−1}) = softmax(h Wy + by)     Wy [H, V]  by [V]
 * @see Zhu et al. 2016, section 4; lecture 3.3
 */
export function tellingModel(reader: QuestionReader, { vocabSize }: { readonly vocabSize: number }): TellingModel {
  expectSizes("tellingModel", { vocabSize });
  /** Logits [T · N, V], time first, and the targets and mask in the same order. */
  function predicted(params: Params, { inputs, targets, mask, ...sight }: AnswerBatch) {
    const { hs } = reader.read(unprefixed("reader.", params), inputs, sight);
    const logits = hs.reshape<tf.Tensor2D>([-1, reader.hiddenSize]).matMul(params.Wy).add(params.by);
    const flat = (x: tf.Tensor2D) => x.transpose().flatten();
    return { logits: logits as tf.Tensor2D, targets: flat(targets), mask: flat(mask) };
  }

  return {
    torch: { ...withinModule("reader", "reader.", reader.torch), read_out: linearModule("Wy", "by") },
    init: (key) => ({
      ...prefixed("reader.", reader.init(fork(key, "reader"))),
      ...denseWeights(fork(key, "read-out"), reader.hiddenSize, vocabSize),
    }),
    loss: (params, batch) =>
      tf.tidy(() => {
        const { logits, ...wanted } = predicted(params, batch);
        return maskedCrossEntropy(logits, wanted);
      }),
    answerNats: (params, batch) =>
      tf.tidy(() => {
        const [N, T] = batch.mask.shape;
        const { logits, targets, mask } = predicted(params, batch);
        const nats = surprises(logits, targets).mul(mask).reshape([T, N]).sum(0);
        return nats.div(batch.mask.sum(1)) as tf.Tensor1D;
      }),
  };
}
