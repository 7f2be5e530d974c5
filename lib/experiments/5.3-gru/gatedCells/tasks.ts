import { mean } from "../../../analysis/statistics";
import { type Cell, type Params, unrollTimeMajor } from "../../../cells/cell";
import { compile } from "../../../core/compile";
import { fork, type Key, seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import { type RecallBatch, type RecallOptions, recallBatches, recallVocabulary } from "../../../data/recall";
import { type Corpus, corpus } from "../../../data/text";
import { slidingWindows } from "../../../data/windows";
import { isPilot, pilotText } from "../../../lab/chosenRates";
import { type Learnt, learn } from "../../../lab/learn";
import { type CurvePoint, type TextLearnOptions, type TextTraining, textLearner } from "../../../lab/textLearner";
import { charLm } from "../../../models/charLm";
import { crossEntropy } from "../../../models/crossEntropy";
import { trainer } from "../../../train/train";
import type { GruJob } from "./config";

/** The tasks: the texts by their names, and this one. */
export const recall = "recall";

/** What is learnt, and from what. */
export interface Task {
  readonly vocabSize: number;
  readonly text?: Corpus;
  /** Trains the model of a cell. */
  readonly learner: (cell: Cell, training: Pick<TextTraining, "steps" | "decaySteps" | "learningRate">) => Learner;
  /** One batch, and the loss on it; the caller disposes both. */
  readonly batch: () => tf.TensorContainer & object;
  readonly loss: (cell: Cell, params: Params, batch: tf.TensorContainer) => tf.Scalar;
}

export interface Learner {
  learn(key: Key, options: TextLearnOptions<unknown>): Promise<Learnt<Params, CurvePoint>>;
  close(): void;
}

export function taskOf(job: GruJob): Task {
  if (job.task === recall) {
    const options = { symbols: job.recallSymbols, lag: job.recallLag, batchSize: job.batchSize };
    return {
      vocabSize: recallVocabulary(job.recallSymbols),
      learner: (cell, training) => recallLearner(cell, options, { ...job, ...training, shards: 1 }),
      batch: () => first(recallBatches(seed(1), options), 1)[0],
      loss: (cell, params, batch) => recallLoss(cell)(params, batch as never),
    };
  }
  const whole = corpus(job.task, job);
  const text = isPilot(job) ? pilotText(whole) : whole;
  return {
    vocabSize: text.vocabulary.size,
    text,
    learner: (cell, training) => textLearner(text, charLm(cell), { ...job, ...training, shards: 1 }),
    batch: () => first(slidingWindows(text.train, job), 1)[0],
    loss: (cell, params, batch) => tf.tidy(() => charLm(cell).loss(params, batch as never).loss),
  };
}

/** The loss at the question alone: mean cross-entropy in nats of the symbol asked for. */
export const recallLoss =
  (cell: Cell) =>
  (params: Params, { inputs, targets }: RecallBatch): tf.Scalar =>
    tf.tidy(() => {
      const { state } = unrollTimeMajor(cell, params, inputs.transpose() as tf.Tensor2D);
      return crossEntropy(state.h.matMul(params.Wy).add(params.by) as tf.Tensor2D, targets);
    });

/** As a `textLearner`, but on sequences of the recall task, new ones at every step; "held out" are some never learnt from. */
export function recallLearner(cell: Cell, options: RecallOptions, training: TextTraining): Learner {
  const { steps, learningRate, decaySteps, clipNorm, evaluateEvery, heldOutWindows } = training;
  const optimizer = { method: "adam", learningRate, decaySteps } as const;
  const own = trainer({ loss: recallLoss(cell), optimizer, clipNorm, shards: training.shards ?? 2 });
  const loss = compile(recallLoss(cell));
  const bits = (params: Params, held: readonly RecallBatch[]): number =>
    tf.tidy(() => mean(held.map((batch) => loss(params, batch).dataSync()[0]))) / Math.LN2;
  return {
    async learn(key, { signal, report }) {
      const held = first(recallBatches(fork(key, "held out"), options), heldOutWindows);
      const learnt = await learn(own, {
        ...{ signal, report, steps, evaluateEvery },
        params: charLm(cell).init(fork(key, "weights")),
        batches: recallBatches(fork(key, "learnt"), options),
        point(params, { step, seconds, loss: nats }): CurvePoint | undefined {
          const characters = step * options.batchSize * (options.lag + 2);
          const heldOutBits = bits(params, held);
          const point = { step, characters, seconds, trainBits: nats / Math.LN2, heldOutBits };
          return Number.isFinite(heldOutBits) ? point : undefined;
        },
      });
      tf.dispose(held);
      return learnt;
    },
    close() {
      for (const { close } of [own, loss]) close();
    },
  };
}

function first<T>(items: Iterable<T>, count: number): T[] {
  const taken: T[] = [];
  for (const item of items) if (taken.push(item) === count) break;
  return taken;
}
