import { layerGradientNorms } from "../../analysis/layerGradients";
import type { Params } from "../../cells/cell";
import { fork, seed } from "../../core/random";
import { tf } from "../../core/tf";
import { type Corpus, corpus } from "../../data/text";
import { slidingWindows, type TokenBatch } from "../../data/windows";
import { type CharLm, charLm } from "../../models/charLm";
import { stackOf } from "../builders";
import type { JobContext } from "../jobs";
import { type TextProgress, textLearner } from "../textLearner";
import type { DepthJob, DepthModel, LayerNorms } from "./config";

/** Trains the models of one arm one after the other, with the same compiled step. */
export async function runDepth(job: DepthJob, context: JobContext<TextProgress>): Promise<DepthModel[]> {
  const { signal, report, checkpoint } = context;
  const text = corpus(job.corpus, job);
  // The one-hot characters come in with the variance 1: with 1/V, deep stacks learn nothing for a long time.
  const model = charLm(stackOf({ ...job, inputSize: text.vocabulary.size, fanIn: 1 }));
  const learner = textLearner(text, model, job);
  const models: DepthModel[] = [];
  try {
    for (const number of job.seeds) {
      if (models.length > 0 && signal?.aborted) break;
      const key = seed(number);
      const fresh = gradientsAt(model, model.init(fork(key, "weights")), { text, job });
      const { params, curve, ended } = await learner.learn(key, {
        signal,
        checkpoint: checkpoint && `${checkpoint}-${number}`,
        report: (told) => report?.({ ...told, done: models.length * job.steps + told.done }),
      });
      const bits = learner.heldOutBits(params);
      const trained = gradientsAt(model, params, { text, job });
      models.push({ seed: number, ended, curve, heldOutBits: Number.isFinite(bits) ? bits : null, fresh, trained });
    }
    return models;
  } finally {
    learner.close();
  }
}

/** Of the first window of the held-out text, from an empty state; disposes the weights. */
function gradientsAt(model: CharLm, params: Params, { text, job }: { text: Corpus; job: DepthJob }): LayerNorms | null {
  const batch = slidingWindows(text.heldOut, job).next().value as TokenBatch;
  const norms = layerGradientNorms((weights) => model.loss(weights, batch).loss, params);
  tf.dispose([batch, params] as tf.TensorContainer);
  return norms.every(Number.isFinite) ? norms : null;
}
