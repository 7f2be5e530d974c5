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
import { tellingModel } from "../../../models/telling";
import { train } from "../../../train/train";
import { answerBatch, longest, wordsOf } from "../telling/sequences";

/** How the model that never sees a photograph is trained. */
export interface BlindOptions {
  readonly hiddenSize?: number;
  readonly steps?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  /** Words that come fewer times are unknown. */
  readonly minCount?: number;
  readonly seed?: number;
  readonly signal?: AbortSignal;
}

/**
 * Visual7W's telling model without a picture, the least that a model with one has to beat: it learns from some
 * questions and answers others by Visual7W's protocol, the choice with the least mean negative log-likelihood a word.
 * @throws where there is nothing to learn from, or training does not end
 */
export async function answerBlind(
  learnt: readonly VisualQuestion[],
  asked: readonly VisualQuestion[],
  options: BlindOptions = {},
): Promise<Prediction[]> {
  const { hiddenSize = 128, steps = 400, batchSize = 64, learningRate = 0.003, minCount = 2, signal } = options;
  expect(learnt.length > 0, "questions to learn from expected, got none");
  const pairs = learnt.map(({ question, answer }) => inWords(question, answer));
  const vocabulary = wordsOf(pairs, minCount);
  const reader = questionReader({ vocabSize: vocabulary.size, embeddingSize: hiddenSize, hiddenSize });
  const model = tellingModel(reader, { vocabSize: vocabulary.size });
  const key = seed(options.seed ?? 1);
  const params = model.init(fork(key, "weights"));
  const trained = await train({
    ...{ params, loss: model.loss, steps, signal, clipNorm: 5 },
    batches: batches(fork(key, "batches"), (one) =>
      answerBatch(
        Array.from({ length: batchSize }, () => one(pairs)),
        vocabulary,
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
    return asked.map((question) => choose(question, (choices) => natsOf(nats, trained.params, choices)));
  } finally {
    nats.close();
    tf.dispose(trained.params as tf.NamedTensorMap);
  }

  function natsOf(compiled: typeof nats, weights: Params, choices: ReturnType<typeof inWords>[]): number[] {
    // Few lengths are few graphs.
    const length = 16 * Math.ceil(longest(choices) / 16);
    const batch = answerBatch(choices, vocabulary, length);
    const found = scoped(() => Array.from(compiled(weights, batch).dataSync()));
    tf.dispose(batch);
    return found;
  }
}

const inWords = (question: string, answer: string) => ({
  question: captionWords(question),
  answer: captionWords(answer),
});

function choose(
  { id, question, answer, distractors }: VisualQuestion,
  natsOf: (choices: ReturnType<typeof inWords>[]) => number[],
): Prediction {
  // In alphabetical order: where two choices are equally likely, the first must not always be the right one.
  const choices = [answer, ...distractors].sort();
  const nats = natsOf(choices.map((choice) => inWords(question, choice)));
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
export async function answerBlindInTurn(
  questions: readonly VisualQuestion[],
  { parts = 5, ...options }: BlindOptions & { readonly parts?: number } = {},
): Promise<Prediction[]> {
  const images = [...new Set(questions.map(({ imageId }) => imageId))];
  const partOf = new Map(images.map((id, i) => [id, i % parts]));
  const answers: Prediction[] = [];
  for (let part = 0; part < parts; part++) {
    const isAsked = ({ imageId }: VisualQuestion) => partOf.get(imageId) === part;
    const [asked, learnt] = [questions.filter(isAsked), questions.filter((one) => !isAsked(one))];
    if (asked.length > 0) answers.push(...(await answerBlind(learnt, asked, options)));
  }
  return answers;
}
