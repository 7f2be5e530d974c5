import type { Params } from "../../../cells/cell";
import { stackOf } from "../../../cells/stackOf";
import { compile } from "../../../core/compile";
import { seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import { type Corpus, corpus } from "../../../data/text";
import { slidingWindows, type TokenBatch } from "../../../data/windows";
import type { JobContext } from "../../../lab/runJob";
import { type TextProgress, textLearner } from "../../../lab/textLearner";
import { type CharLm, charLm } from "../../../models/charLm";
import { evaluate } from "../../../train/evaluate";
import type { LearningJob, LearningModelResult } from "./config";

export async function runLearningModel(
  job: LearningJob,
  context: JobContext<TextProgress>,
): Promise<LearningModelResult> {
  const { kind, windowLength, learningRate, excerpt, excerpts } = job;
  const text = corpus(job.corpus, { windowLength: excerpt });
  const model = charLm(stackOf({ ...job, layers: 1, inputSize: text.vocabulary.size }));
  const steps = (excerpt * excerpts) / windowLength;
  const learner = textLearner(text, model, {
    ...{ ...job, steps, evaluateEvery: Math.max(1, Math.floor(steps / job.points)) },
    heldOutWindows: job.heldOut / windowLength,
  });
  try {
    const { params, curve, ended } = await learner.learn(seed(job.seed), {
      ...context,
      carry: kind === "carried" ? "state" : "none",
      report: ({ done, ...told }) => context.report?.({ done: done * windowLength, ...told }),
    });
    const bits = [learner.heldOutBits(params), emptiedBits(job, { text, model, params })];
    tf.dispose(params);
    const [carriedBits, emptied] = bits.map((value) => (Number.isFinite(value) ? value : null));
    return { seed: job.seed, kind, windowLength, learningRate, ended, curve, carriedBits, emptiedBits: emptied };
  } finally {
    learner.close();
  }
}

/** Bits per held-out character where every window begins with an empty state. */
export function emptiedBits(
  { batchSize, windowLength, heldOut }: LearningJob,
  { text, model, params }: { text: Corpus; model: CharLm; params: Params },
): number {
  const loss = compile((weights: Params, batch: TokenBatch) => model.loss(weights, batch).loss);
  const nats = evaluate((batch: TokenBatch) => ({ loss: loss(params, batch), state: {} }), {
    batches: slidingWindows(text.heldOut, { batchSize, windowLength }),
    state: {},
    count: heldOut / windowLength,
  });
  loss.close();
  return nats / Math.LN2;
}
