import type { Cell } from "../../../cells/cell";
import { gru } from "../../../cells/gru";
import { type LstmParams, type LstmState, lstm } from "../../../cells/lstm";
import { vanilla } from "../../../cells/vanilla";
import { fork, seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import { corpus } from "../../../data/text";
import { isPilot, pilotText } from "../../../lab/chosenRates";
import type { JobContext } from "../../../lab/runJob";
import { type TextProgress, textLearner } from "../../../lab/textLearner";
import { charLm } from "../../../models/charLm";
import {
  forgetBias,
  type GatesAtWork,
  type LstmJob,
  type LstmModelResult,
  type LstmPoint,
  type Variant,
} from "./config";
import { gradientLeft, measure } from "./measure";
import { gatesAtWork } from "./unitGates";

/** What one network contributes; its gates are shown at work where it is the first LSTM with bias 1. */
export type LstmModelRun = LstmModelResult & { readonly gates: GatesAtWork | null };

/** Each x is one-hot: fresh weights give it the variance 1. */
export function cellOfVariant(variant: Variant, inputSize: number, hiddenSize: number): Cell {
  const sizes = { inputSize, hiddenSize, fanIn: 1 };
  if (variant === "RNN") return vanilla(sizes) as unknown as Cell;
  if (variant === "GRU") return gru(sizes) as unknown as Cell;
  return lstm({ ...sizes, forgetBias: forgetBias[variant] }) as unknown as Cell;
}

/** Measures one network fresh, trains it and measures it on the way, and measures it again. A pilot is only trained. */
export async function runLstmModel(job: LstmJob, context: JobContext<TextProgress>): Promise<LstmModelRun> {
  const { seed: number, variant, learningRate, measuredAt } = job;
  const pilot = isPilot(job);
  const whole = corpus(job.corpus, job);
  const text = pilot ? pilotText(whole) : whole;
  const cell = cellOfVariant(variant, text.vocabulary.size, job.hiddenSize);
  const model = charLm(cell);
  const key = seed(number);
  const first = model.init(fork(key, "weights")); // those that the learner starts from
  const fresh = measure(job, text, { cell, params: first });
  tf.dispose(first as tf.TensorContainer);
  const learner = textLearner(text, model, job);
  try {
    const { params, curve, ended } = await learner.learn<Pick<LstmPoint, "left">>(key, {
      ...context,
      measure: (params, step) =>
        measuredAt.includes(step) && !pilot ? { left: gradientLeft(job, text, { cell, params }) } : {},
    });
    const last = curve.at(-1);
    const reached = ended === "finished" && last?.step === job.steps; // and its loss is a number
    const trained = reached && !pilot ? measure(job, text, { cell, params }) : null;
    const shown = reached && number === 1 && variant === "LSTM, bias 1";
    const gates = shown
      ? gatesAtWork(text, cell as unknown as Cell<LstmParams, LstmState>, params as LstmParams)
      : null;
    tf.dispose(params as tf.TensorContainer);
    const heldOutBits = reached ? last.heldOutBits : null;
    return { seed: number, variant, learningRate, ended, curve, heldOutBits, fresh, trained, gates };
  } finally {
    learner.close();
  }
}
