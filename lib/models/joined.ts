import type { Params } from "../cells/cell";
import { fork, type Key } from "../core/random";
import { prefixed, unprefixed } from "../core/tensors";
import { tf } from "../core/tf";
import { crossEntropy } from "./crossEntropy";
import { denseWeights } from "./dense";
import { lastOf, type QuestionReaderOptions, questionReader } from "./questionReader";

/** How a picture v and a question q become one vector; the last two leave one of them out. */
export const joins = ["concatenate", "multiply", "question", "picture"] as const;
export type Join = (typeof joins)[number];

/** Questions int32 [N, T] with their mask, F(I) [N, F], and the number of each answer, int32 [N]. */
export type JoinedBatch = {
  readonly tokens: tf.Tensor2D;
  readonly mask: tf.Tensor2D;
  readonly vector: tf.Tensor2D;
  readonly answers: tf.Tensor1D;
};

export interface JoinedModel {
  /** Fresh weights drawn from `key`; the caller disposes them. */
  init(key: Key): Params;
  /** Logits [N, K] of all answers; dispose them. */
  logits(params: Params, batch: Omit<JoinedBatch, "answers">): tf.Tensor2D;
  /** Mean cross-entropy in nats per question; dispose it. */
  loss(params: Params, batch: JoinedBatch): tf.Scalar;
}

export interface JoinedOptions extends Omit<QuestionReaderOptions, "attention" | "vectorSize"> {
  readonly join: Join;
  /** F */
  readonly vectorSize: number;
  /** K */
  readonly answers: number;
}

/**
 * Two opinions joined into an answer, which is one of a list.
 *   q = the LSTM's last h     v = tanh(F(I) Wi + bi)     u = [q, v] or q ⊙ v     o = tanh(u Wo + bo)
 *   log p(a) = o · w_a + b_a − log Σ_k exp(o · w_k + b_k)
 * Wi [F, H]  Wo [2H or H, H]  w_a the a-th column of Wy [H, K]
 * @see Antol et al. 2015 for ⊙ and the list of answers; lecture 3.3
 */
export function joinedModel({ join, vectorSize: F, answers: K, ...reading }: JoinedOptions): JoinedModel {
  const H = reading.hiddenSize;
  const [reads, sees] = [join !== "picture", join !== "question"];
  const reader = questionReader(reading);

  function joined(params: Params, { tokens, mask, vector }: Omit<JoinedBatch, "answers">): tf.Tensor {
    const q = () => lastOf(reader.read(unprefixed("reader.", params), tokens, {}).hs, mask);
    const v = () => vector.matMul(params.Wi).add(params.bi).tanh();
    if (!sees) return q();
    if (!reads) return v();
    return join === "multiply" ? q().mul(v()) : tf.concat([q(), v()], 1);
  }

  function logits(params: Params, batch: Omit<JoinedBatch, "answers">): tf.Tensor2D {
    return tf.tidy(() => {
      const o = joined(params, batch).matMul(params.Wo).add(params.bo).tanh();
      return o.matMul(params.Wy).add(params.by) as tf.Tensor2D;
    });
  }

  return {
    init(key) {
      const { Wy: Wi, by: bi } = denseWeights(fork(key, "picture"), F, H);
      const { Wy: Wo, by: bo } = denseWeights(fork(key, "joined"), join === "concatenate" ? 2 * H : H, H);
      return {
        ...(reads ? prefixed("reader.", reader.init(fork(key, "reader"))) : {}),
        ...(sees ? { Wi, bi } : {}),
        ...{ Wo, bo, ...denseWeights(fork(key, "answers"), H, K) },
      };
    },
    logits,
    loss: (params, batch) => tf.tidy(() => crossEntropy(logits(params, batch), batch.answers)),
  };
}
