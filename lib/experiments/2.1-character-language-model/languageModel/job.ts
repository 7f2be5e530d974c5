import { stackOf } from "../../../cells/stackOf";
import { fork, seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import { corpus } from "../../../data/text";
import type { JobContext } from "../../../lab/runJob";
import { type TextProgress, textLearner } from "../../../lab/textLearner";
import { charLm } from "../../../models/charLm";
import { sampler } from "../../../train/sample";
import type { CharLmJob, CharLmModelResult, GuessStrip, SampledPoint, Writer } from "./config";
import { guessStrip, learntWords, modelDiversity } from "./samples";

/** What one seed contributes; the strip is drawn for the first. */
export type CharLmModelRun = CharLmModelResult & { readonly strip: GuessStrip | null };

export type CharLmProgress = TextProgress<SampledPoint>;

/** Trains the language model of one seed, and draws texts from it. */
export async function runModel(job: CharLmJob, context: JobContext<CharLmProgress>): Promise<CharLmModelRun> {
  const text = corpus(job.corpus, job);
  const model = charLm(stackOf({ ...job, inputSize: text.vocabulary.size }));
  const learner = textLearner(text, model, job);
  const setting: Writer = { job, text, words: learntWords(text), model, sampler: sampler(model) };
  try {
    const key = seed(job.seed);
    const prompt = text.heldOut.subarray(0, job.windowLength);
    const { params, curve, ended } = await learner.learn<SampledPoint>(key, {
      ...context,
      measure(now, step) {
        const sequences = [{ prompt, temperature: 0.75, key: fork(key, `text at step ${step}`) }];
        const [drawn] = setting.sampler.draw(now, { sequences, length: 160 });
        return { sample: text.vocabulary.decode(drawn) };
      },
    });
    const bits = learner.heldOutBits(params);
    const sound = Number.isFinite(bits); // a model that diverged may have no number left to write with
    const strip = sound && job.seed === 1 ? guessStrip(setting, params, key) : null;
    const diversity = sound ? modelDiversity(setting, params, key) : [];
    tf.dispose(params);
    return { seed: job.seed, ended, curve, heldOutBits: sound ? bits : null, diversity, strip };
  } finally {
    learner.close();
    setting.sampler.close();
  }
}
