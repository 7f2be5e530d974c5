import type { Cell, Params } from "../../cells/cell";
import type { Key } from "../../core/random";
import { seed } from "../../core/random";
import { tf } from "../../core/tf";
import { recallBatches, recallVocabulary } from "../../data/recall";
import { type Corpus, corpus } from "../../data/text";
import { slidingWindows } from "../../data/windows";
import { charLm } from "../../models/charLm";
import { type LearnOptions, type Learnt, type TextTraining, textLearner } from "../textLearner";
import { type GruJob, recall } from "./config";
import { recallLearner, recallLoss } from "./recallLearner";

/** What is learnt, and from what. */
export interface Task {
  readonly vocabSize: number;
  readonly text?: Corpus;
  /** Trains the model of a cell. */
  readonly learner: (cell: Cell, training: Pick<TextTraining, "steps" | "learningRate">) => Learner;
  /** One batch, and the loss on it; the caller disposes both. */
  readonly batch: () => tf.TensorContainer & object;
  readonly loss: (cell: Cell, params: Params, batch: tf.TensorContainer) => tf.Scalar;
}

export interface Learner {
  learn(key: Key, options: LearnOptions<unknown>): Promise<Learnt<unknown>>;
  close(): void;
}

export const taskOf = (job: GruJob): Task => (job.task === recall ? recallTask(job) : textTask(job));

function textTask(job: GruJob): Task {
  const text = corpus(job.task, job);
  return {
    vocabSize: text.vocabulary.size,
    text,
    learner: (cell, training) => textLearner(text, charLm(cell), { ...job, ...training }),
    batch: () => first(slidingWindows(text.train, job)),
    loss: (cell, params, batch) => tf.tidy(() => charLm(cell).loss(params, batch as never).loss),
  };
}

function recallTask(job: GruJob): Task {
  const options = { symbols: job.recallSymbols, lag: job.recallLag, batchSize: job.batchSize };
  return {
    vocabSize: recallVocabulary(job.recallSymbols),
    learner: (cell, training) => recallLearner(cell, options, { ...job, ...training }),
    batch: () => first(recallBatches(seed(1), options)),
    loss: (cell, params, batch) => recallLoss(cell)(params, batch as never),
  };
}

function first<T>(items: Iterable<T>): T {
  for (const item of items) return item;
  throw new Error("no batch");
}
