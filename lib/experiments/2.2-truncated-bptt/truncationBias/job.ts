import { agreement, truncatedGradient } from "../../../analysis/truncatedGradient";
import type { Params } from "../../../cells/cell";
import { type CellName, stackOf } from "../../../cells/stackOf";
import { fork, seed, uniforms } from "../../../core/random";
import { tf } from "../../../core/tf";
import { type Corpus, corpus } from "../../../data/text";
import { readRing, type TokenBatch } from "../../../data/windows";
import type { JobContext } from "../../../lab/runJob";
import { type TextProgress, textLearner } from "../../../lab/textLearner";
import { type CharLm, charLm } from "../../../models/charLm";
import type { Bias, BiasJob, BiasModelResult } from "./config";

export async function runBiasModel(job: BiasJob, context: JobContext<TextProgress>): Promise<BiasModelResult> {
  const text = corpus(job.corpus, { windowLength: job.sequence });
  const model = charLm(stackOf({ ...job, cell: job.cell as CellName, layers: 1, inputSize: text.vocabulary.size }));
  const learner = textLearner(text, model, { ...job, evaluateEvery: job.steps, heldOutWindows: 2 });
  const key = seed(job.seed);
  try {
    const { params, ended } = await learner.learn(key, context);
    const initial = model.init(fork(key, "weights")); // those that training began with
    const sound = ended === "finished";
    const fresh = sound ? biasesOf(job, { text, model, params: initial }) : [];
    const trained = sound ? biasesOf(job, { text, model, params }) : [];
    tf.dispose([params, initial]);
    return { seed: job.seed, cell: job.cell, ended, fresh, trained };
  } finally {
    learner.close();
  }
}

/** The gradient by windows of each length, beside that by one window over all. */
function biasesOf(job: BiasJob, { text, model, params }: { text: Corpus; model: CharLm; params: Params }): Bias[] {
  return tf.tidy(() => {
    const gradient = (length: number) => {
      const state = model.zeroState(job.readers);
      return truncatedGradient(model.loss, params, { windows: cut(job, text, length), state }).grads;
    };
    const exact = gradient(job.sequence);
    return job.windows.map((windowLength) => ({ windowLength, ...agreement(gradient(windowLength), exact) }));
  });
}

/** The readers' sequences as windows: another place in the text for each seed. */
function cut({ seed: n, readers, sequence }: BiasJob, { train }: Corpus, length: number): TokenBatch[] {
  const start = Math.floor(uniforms(fork(seed(n), "gradient"))() * train.length);
  const rows = readRing(train, { readers, start, length: sequence + 1 });
  const part = (from: number) =>
    tf.tensor2d(
      rows.flatMap((row) => Array.from(row.subarray(from, from + length))),
      [readers, length],
      "int32",
    );
  return Array.from({ length: sequence / length }, (_, i) => ({
    inputs: part(i * length),
    targets: part(i * length + 1),
  }));
}
