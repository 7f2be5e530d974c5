import { stackOf } from "../../../cells/stackOf";
import { fork } from "../../../core/random";
import { corpus } from "../../../data/text";
import type { JobContext } from "../../../lab/runJob";
import { learnInTurn, type SeedResult, type TextProgress, textLearner, wholeWindows } from "../../../lab/textLearner";
import { charLm } from "../../../models/charLm";
import type { DropoutJob } from "./config";

/** Trains the models of all seeds at one rate. */
export async function runDropoutModels(job: DropoutJob, context: JobContext<TextProgress>): Promise<SeedResult[]> {
  const whole = corpus(job.corpus, job);
  const text = { ...whole, train: whole.train.subarray(0, job.trainCharacters) };
  const cell = stackOf({ ...job, inputSize: text.vocabulary.size, fanIn: 1 });
  // Points of the curves are compared with ends, and so each is measured on all of the held-out text.
  const heldOutWindows = wholeWindows(text.heldOut, job);
  const learner = textLearner(text, charLm(cell, { dropout: job.rate }), { ...job, heldOutWindows });
  try {
    return await learnInTurn(learner, job, {
      seeds: job.seeds,
      context,
      options: (key) => (job.rate > 0 ? { dropoutKey: fork(key, "dropout") } : {}),
      result: () => ({}),
    });
  } finally {
    learner.close();
  }
}
