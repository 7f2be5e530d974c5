import type { Params } from "../../../cells/cell";
import { compile } from "../../../core/compile";
import { expect } from "../../../core/errors";
import { fork, type Key, seed } from "../../../core/random";
import { scoped } from "../../../core/scoped";
import { tf } from "../../../core/tf";
import { draws } from "../../../data/draws";
import { captionWords } from "../../../data/ptbTokens";
import type { VisualQuestion } from "../../../data/visual7w";
import type { Prediction } from "../../../data/visual7wResults";
import { questionReader } from "../../../models/questionReader";
import { type AnswerBatch, tellingModel } from "../../../models/telling";
import { train } from "../../../train/train";
import { type Answered, answerBatch, longest, wordsOf } from "../telling/sequences";
import type { SeenPictures } from "./seenPictures";

/** How a model is trained, and what it sees. */
export interface AnsweringOptions {
  readonly hiddenSize?: number;
  readonly steps?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  /** Words that come fewer times are unknown. */
  readonly minCount?: number;
  readonly seed?: number;
  readonly signal?: AbortSignal;
  /** Of the photographs; by default nothing. */
  readonly pictures?: SeenPictures;
  /** A model that does not read the question knows what is answered to any. */
  readonly readsQuestion?: boolean;
}

/**
 * Visual7W's telling model: it learns from some questions and answers others by Visual7W's protocol, the choice with the least mean negative
 * log-likelihood a word. What it does not see, the photograph or the question, is the least that a model with both has to beat.
 * @throws where there is nothing to learn from, or training does not end
 */
export async function answerVisual7w(
  learnt: readonly VisualQuestion[],
  asked: readonly VisualQuestion[],
  options: AnsweringOptions = {},
): Promise<Prediction[]> {
  const { hiddenSize = 128, steps = 400, batchSize = 64, learningRate = 0.003, minCount = 2, signal } = options;
  const { pictures, readsQuestion = true } = options;
  expect(learnt.length > 0, "questions to learn from expected, got none");
  const inWords = (imageId: string, question: string, answer: string): Pair => ({
    imageId,
    question: readsQuestion ? captionWords(question) : [],
    answer: captionWords(answer),
  });
  const pairs = learnt.map(({ imageId, question, answer }) => inWords(imageId, question, answer));
  const vocabulary = wordsOf(pairs, minCount);
  const { vectorSize, placeSize } = pictures?.sizes ?? {};
  const reader = questionReader({
    ...{ vocabSize: vocabulary.size, embeddingSize: hiddenSize, hiddenSize, vectorSize },
    ...(placeSize ? { attention: { placeSize, attentionSize: Math.ceil(hiddenSize / 2) } } : {}),
  });
  const model = tellingModel(reader, { vocabSize: vocabulary.size });
  const key = seed(options.seed ?? 1);
  const params = model.init(fork(key, "weights"));
  const trained = await train({
    ...{ params, loss: model.loss, steps, signal, clipNorm: 5 },
    batches: batches(fork(key, "batches"), (one) =>
      batchOf(
        Array.from({ length: batchSize }, () => one(pairs)),
        longest(pairs),
      ),
    ),
    optimizer: { method: "adam", learningRate, decaySteps: steps },
  });
  tf.dispose(params as tf.NamedTensorMap);
  const nats = compile(model.answerNats);
  try {
    expect(
      trained.ended === "finished",
      `training: ${steps} steps expected, ${trained.ended} after ${trained.history.length}`,
    );
    return asked.map((question) => {
      const { imageId, question: text } = question;
      return choose(question, (choices) =>
        natsOf(
          nats,
          trained.params,
          choices.map((choice) => inWords(imageId, text, choice)),
        ),
      );
    });
  } finally {
    nats.close();
    tf.dispose(trained.params as tf.NamedTensorMap);
  }

  function batchOf(some: readonly Pair[], length: number): AnswerBatch {
    return { ...answerBatch(some, vocabulary, length), ...pictures?.of(some.map(({ imageId }) => imageId)) };
  }

  function natsOf(compiled: typeof nats, weights: Params, choices: readonly Pair[]): number[] {
    // Few lengths are few graphs.
    const batch = batchOf(choices, 16 * Math.ceil(longest(choices) / 16));
    const found = scoped(() => Array.from(compiled(weights, batch).dataSync()));
    tf.dispose(batch);
    return found;
  }
}

interface Pair extends Answered {
  readonly imageId: string;
}

function choose(
  { id, question, answer, distractors }: VisualQuestion,
  natsOf: (choices: readonly string[]) => number[],
): Prediction {
  // In alphabetical order: where two choices are equally likely, the first must not always be the right one.
  const choices = [answer, ...distractors].sort();
  const nats = natsOf(choices);
  return { id, question, candidates: [choices[nats.indexOf(Math.min(...nats))]] };
}

function* batches<B>(key: Key, batch: (one: ReturnType<typeof draws>["one"]) => B): Generator<B> {
  const { one } = draws(key);
  for (;;) yield batch(one);
}

/**
 * Where no question is set aside for learning: the photographs are cut into so many parts, and the questions about each
 * part are answered by a model that has learnt from the others.
 */
export async function answerInTurn(
  questions: readonly VisualQuestion[],
  { parts = 5, ...options }: AnsweringOptions & { readonly parts?: number } = {},
): Promise<Prediction[]> {
  const images = [...new Set(questions.map(({ imageId }) => imageId))];
  const partOf = new Map(images.map((id, i) => [id, i % parts]));
  const answers: Prediction[] = [];
  for (let part = 0; part < parts; part++) {
    const isAsked = ({ imageId }: VisualQuestion) => partOf.get(imageId) === part;
    const [asked, learnt] = [questions.filter(isAsked), questions.filter((one) => !isAsked(one))];
    if (asked.length > 0) answers.push(...(await answerVisual7w(learnt, asked, options)));
  }
  return answers;
}
