import { stackOf } from "../../../cells/stackOf";
import { fork, seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import { corpus } from "../../../data/text";
import { pilotText } from "../../../lab/chosenRates";
import type { JobContext } from "../../../lab/runJob";
import { type TextProgress, textLearner } from "../../../lab/textLearner";
import { charLm } from "../../../models/charLm";
import { sampler } from "../../../train/sample";
import type { CharLmJob, CharLmModelResult, GuessStrip, SampledPoint, Writer } from "./config";
import { guessStrip, learntWords, modelDiversity } from "./samples";
import { withoutState } from "./withoutState";

/** What one seed contributes; the strip is drawn for the first. */
export type CharLmModelRun = CharLmModelResult & { readonly strip: GuessStrip | null };

export type CharLmProgress = TextProgress<SampledPoint> & Pick<CharLmModelResult, "network">;

/** Trains the language model of one seed, and draws texts from it. */
export async function runModel(job: CharLmJob, context: JobContext<CharLmProgress>): Promise<CharLmModelRun> {
  const whole = corpus(job.corpus, job);
  const text = job.pilot ? pilotText(whole) : whole;
  const model = charLm(stackOf({ ...job, inputSize: text.vocabulary.size, fanIn: 1 }), job);
  const learner = textLearner(text, job.emptied ? withoutState(model) : model, job);
  const setting: Writer = { job, text, words: learntWords(text), model, sampler: sampler(model) };
  const { network, seed: number } = job;
  const writes = !job.pilot && !job.emptied;
  try {
    const key = seed(number);
    const prompt = text.heldOut.subarray(0, job.windowLength);
    const { params, curve, ended } = await learner.learn<SampledPoint>(key, {
      ...context,
      report: (told) => context.report?.({ ...told, network }),
      dropoutKey: job.dropout > 0 ? fork(key, "dropout") : undefined,
      measure(now, step) {
        if (!writes) return { sample: "" };
        const sequences = [{ prompt, temperature: 0.75, key: fork(key, `text at step ${step}`) }];
        const [drawn] = setting.sampler.draw(now, { sequences, length: 160 });
        return { sample: text.vocabulary.decode(drawn) };
      },
    });
    const last = curve.at(-1);
    const { heldOutBits = null, heldOutBlocks = null } = last?.step === job.steps ? last : {};
    const sound = writes && ended !== "diverged"; // a model that diverged may have no number left to write with
    const strip = sound && number === 1 ? guessStrip(setting, params, key) : null;
    const diversity = sound ? modelDiversity(setting, params, key) : [];
    tf.dispose(params);
    return { network, seed: number, ended, curve, heldOutBits, heldOutBlocks, diversity, strip };
  } finally {
    learner.close();
    setting.sampler.close();
  }
}
