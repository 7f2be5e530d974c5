import type { Params } from "../cells/cell";
import { fork, type Key } from "../core/random";
import { prefixed, unprefixed } from "../core/tensors";
import { tf } from "../core/tf";
import { crossEntropy } from "./crossEntropy";
import { denseWeights } from "./dense";
import { type Join, joinLayer } from "./joinLayer";
import { lastOf, type QuestionReader } from "./questionReader";

/** Questions int32 [N, T] with their mask, F(I) [N, F], and the number of each answer, int32 [N]. */
export type ListedBatch = {
  readonly tokens: tf.Tensor2D;
  readonly mask: tf.Tensor2D;
  readonly vector: tf.Tensor2D;
  readonly answers: tf.Tensor1D;
};

export interface AnswerListModel {
  /** Fresh weights drawn from `key`; the caller disposes them. */
  init(key: Key): Params;
  /** Logits [N, K] of all answers; dispose them. */
  logits(params: Params, batch: ListedBatch): tf.Tensor2D;
  /** Mean cross-entropy in nats per question; dispose it. */
  loss(params: Params, batch: ListedBatch): tf.Scalar;
}

export interface AnswerListOptions {
  readonly join: Join;
  /** F */
  readonly vectorSize: number;
  /** K */
  readonly answers: number;
}

/**
 * Picture and question, joined, choose from a list of answers.
 *   q = the reader's last h     v = tanh(F(I) Wi + bi)     o = joinLayer(q, v)
 *   log p(a) = o · w_a + b_a − log Σ_k exp(o · w_k + b_k)     Wi [F, H]  w_a the a-th column of Wy [H, K]
 * @param reader of the question alone
 * @see Antol et al. 2015; lecture 3.3
 */
export function answerListModel(
  reader: QuestionReader,
  { join, vectorSize, answers: K }: AnswerListOptions,
): AnswerListModel {
  const H = reader.hiddenSize;
  const layer = joinLayer(join, H);

  function logits(params: Params, { tokens, mask, vector }: ListedBatch): tf.Tensor2D {
    return tf.tidy(() => {
      const q = lastOf(reader.read(unprefixed("reader.", params), tokens, {}).hs, mask);
      const v = vector.matMul(params.Wi).add(params.bi).tanh() as tf.Tensor2D;
      return layer.apply(params, q, v).matMul(params.Wy).add(params.by) as tf.Tensor2D;
    });
  }

  return {
    init(key) {
      const { Wy: Wi, by: bi } = denseWeights(fork(key, "picture"), vectorSize, H);
      return {
        ...prefixed("reader.", reader.init(fork(key, "reader"))),
        ...{ Wi, bi, ...layer.init(fork(key, "join")), ...denseWeights(fork(key, "answers"), H, K) },
      };
    },
    logits,
    loss: (params, batch) => tf.tidy(() => crossEntropy(logits(params, batch), batch.answers)),
  };
}
