import type { Params } from "../../../cells/cell";
import { stackOf } from "../../../cells/stackOf";
import { compile } from "../../../core/compile";
import { seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import { type Corpus, corpus } from "../../../data/text";
import { slidingWindows, type TokenBatch } from "../../../data/windows";
import { pilotText } from "../../../lab/chosenRates";
import type { JobContext } from "../../../lab/runJob";
import { type HeldOutBits, ofWindows, type TextProgress, textLearner, wholeWindows } from "../../../lab/textLearner";
import { type CharLm, charLm } from "../../../models/charLm";
import { evaluateEach } from "../../../train/evaluate";
import type { LearningJob, LearningModelResult } from "./config";

export async function runLearningModel(
  job: LearningJob,
  context: JobContext<TextProgress>,
): Promise<LearningModelResult> {
  const { cell, kind, windowLength, learningRate, steps, seed: number } = job;
  const whole = corpus(job.corpus, job);
  const text = job.pilot ? pilotText(whole) : whole;
  const model = charLm(stackOf({ ...job, layers: 1, inputSize: text.vocabulary.size, fanIn: 1 }));
  // The curves of these two are compared at places between their ends, and so every point is measured on all of the text.
  const races = kind === "raced" || kind === "full";
  const learner = textLearner(text, model, races ? { ...job, heldOutWindows: wholeWindows(text.heldOut, job) } : job);
  try {
    const { params, curve, ended } = await learner.learn(seed(number), {
      ...context,
      carry: kind === "emptied" || kind === "full" ? "none" : "state",
      report: ({ done, ...told }) => context.report?.({ done: done * windowLength, ...told }),
    });
    const { heldOutBits: bits = 0, heldOutBlocks: blocks } = curve.at(-1) ?? {};
    const read = {
      carried: blocks ? { bits, blocks } : null,
      emptied: emptiedReading(job, { text, model, params }),
    };
    tf.dispose(params);
    const readings = ended === "finished" ? read : { carried: null, emptied: null };
    return { cell, kind, windowLength, steps, learningRate, seed: number, ended, curve, ...readings };
  } finally {
    learner.close();
  }
}

/** Every window begins with an empty state. */
export function emptiedReading(
  job: Pick<LearningJob, "batchSize" | "windowLength">,
  { text, model, params }: { text: Corpus; model: CharLm; params: Params },
): HeldOutBits {
  const loss = compile((weights: Params, batch: TokenBatch) => model.loss(weights, batch).loss);
  const nats = evaluateEach((batch: TokenBatch) => ({ loss: loss(params, batch), state: {} }), {
    batches: slidingWindows(text.heldOut, job),
    state: {},
    count: wholeWindows(text.heldOut, job),
  });
  loss.close();
  return ofWindows(nats.map((one) => one / Math.LN2));
}
