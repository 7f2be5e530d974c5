import { agreement, truncatedGradient } from "../../../analysis/truncatedGradient";
import type { Params } from "../../../cells/cell";
import { stackOf } from "../../../cells/stackOf";
import { fork, seed, uniforms } from "../../../core/random";
import { tf } from "../../../core/tf";
import { type Corpus, corpus } from "../../../data/text";
import { readRing, type TokenBatch } from "../../../data/windows";
import { pilotText } from "../../../lab/chosenRates";
import type { JobContext } from "../../../lab/runJob";
import { type TextProgress, textLearner } from "../../../lab/textLearner";
import { type CharLm, charLm } from "../../../models/charLm";
import type { Bias, BiasJob, BiasModelResult, BiasPoint } from "./config";

type Measured = Pick<BiasPoint, "biases">;

/** Trains one model, and compares its gradients at fresh weights and after each of the checkpoints. */
export async function runBiasModel(
  job: BiasJob,
  context: JobContext<TextProgress<Measured>>,
): Promise<BiasModelResult> {
  const { corpus: name, cell, learningRate, seed: number, steps, checkpoints, pilot } = job;
  const whole = corpus(name, { windowLength: job.sequence });
  const text = pilot ? pilotText(whole) : whole;
  const model = charLm(stackOf({ ...job, layers: 1, inputSize: text.vocabulary.size, fanIn: 1 }));
  const learner = textLearner(text, model, job);
  const key = seed(number);
  const compared = (params: Params, step: number): Measured => ({
    biases: pilot || !checkpoints.includes(step) ? [] : biasesOf(job, { text, model, params }),
  });
  try {
    const initial = model.init(fork(key, "weights")); // those that training begins with
    const fresh = { step: 0, characters: 0, biases: pilot ? [] : biasesOf(job, { text, model, params: initial }) };
    const { params, curve, ended } = await learner.learn<Measured>(key, { ...context, measure: compared });
    tf.dispose([params, initial]);
    const last = curve.at(-1);
    const heldOutBits = last?.step === steps ? last.heldOutBits : null;
    const points = [fresh, ...curve.map(({ step, characters, biases }) => ({ step, characters, biases }))];
    const told = points.filter(({ biases }) => biases.length > 0);
    return { corpus: name, cell, learningRate, seed: number, ended, heldOutBits, points: told };
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
