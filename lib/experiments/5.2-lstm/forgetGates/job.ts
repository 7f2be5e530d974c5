import type { Cell } from "../../../cells/cell";
import { gru } from "../../../cells/gru";
import { type LstmParams, type LstmState, lstm } from "../../../cells/lstm";
import { vanilla } from "../../../cells/vanilla";
import { fork, seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import { corpus } from "../../../data/text";
import type { JobContext } from "../../../lab/runJob";
import { type TextProgress, textLearner } from "../../../lab/textLearner";
import { charLm } from "../../../models/charLm";
import { forgetBias, type GatesAtWork, type LstmJob, type LstmModelResult, untrained, type Variant } from "./config";
import { measure } from "./measure";
import { gatesAtWork } from "./unitGates";

/** What one network contributes; its gates are shown at work where it is the first LSTM with bias 1. */
export type LstmModelRun = LstmModelResult & { readonly gates: GatesAtWork | null };

export function cellOfVariant(variant: Variant, inputSize: number, hiddenSize: number): Cell {
  if (variant === "RNN") return vanilla({ inputSize, hiddenSize }) as unknown as Cell;
  if (variant === "GRU") return gru({ inputSize, hiddenSize }) as unknown as Cell;
  return lstm({ inputSize, hiddenSize, forgetBias: forgetBias[variant] }) as unknown as Cell;
}

/** Measures one network fresh, trains it, and measures it again. */
export async function runLstmModel(job: LstmJob, context: JobContext<TextProgress>): Promise<LstmModelRun> {
  const text = corpus(job.corpus, job);
  const cell = cellOfVariant(job.variant, text.vocabulary.size, job.hiddenSize);
  const model = charLm(cell);
  const key = seed(job.seed);
  const first = model.init(fork(key, "weights")); // those that the learner starts from
  const fresh = measure(job, text, { cell, params: first });
  tf.dispose(first as tf.TensorContainer);
  const { seed: number, variant } = job;
  if (variant === untrained) {
    context.report?.({ done: 1, curve: [] });
    const ended = context.signal?.aborted ? "interrupted" : "finished";
    return { seed: number, variant, ended, curve: [], heldOutBits: null, fresh, trained: null, gates: null };
  }
  const learner = textLearner(text, model, job);
  try {
    const { params, curve, ended } = await learner.learn(key, context);
    const last = curve.at(-1);
    const reached = ended === "finished" && last?.step === job.steps; // and its loss is a number
    const trained = reached ? measure(job, text, { cell, params }) : null;
    const shown = reached && number === 1 && variant === "LSTM, bias 1";
    const gates = shown
      ? gatesAtWork(text, cell as unknown as Cell<LstmParams, LstmState>, params as LstmParams)
      : null;
    tf.dispose(params as tf.TensorContainer);
    return {
      seed: number,
      variant,
      ended,
      curve,
      heldOutBits: reached ? last.heldOutBits : null,
      fresh,
      trained,
      gates,
    };
  } finally {
    learner.close();
  }
}
