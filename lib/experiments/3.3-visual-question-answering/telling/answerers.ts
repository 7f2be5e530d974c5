import type { Params } from "../../../cells/cell";
import { compile } from "../../../core/compile";
import type { Key } from "../../../core/random";
import { scoped } from "../../../core/scoped";
import { tf } from "../../../core/tf";
import { padded } from "../../../data/padding";
import { answerListModel } from "../../../models/answerList";
import { hiddenSizeFor, parameterCount } from "../../../models/parameterCount";
import { type PointingBatch, pointingModel } from "../../../models/pointing";
import { type PictureFeatures, questionReader } from "../../../models/questionReader";
import { tellingModel } from "../../../models/telling";
import type { Teller, TellingJob, ToldQuestion } from "./config";
import { answerBatch, wordBags } from "./sequences";
import type { TellingSet } from "./set";

/** One way to answer, whatever its batches look like. */
export interface Answerer {
  readonly hiddenSize: number;
  init(key: Key): Params;
  loss(params: Params, batch: tf.TensorContainer): tf.Scalar;
  /** Questions with their right answers. */
  batch(questions: readonly ToldQuestion[]): tf.TensorContainer;
  /** Of each question's choices their scores, the higher the likelier. */
  scores(params: Params, questions: readonly ToldQuestion[]): number[][];
  close(): void;
}

/** The way that the condition names, with as many units as give it the parameters of the model with attention. */
export function answererOf(job: TellingJob, set: TellingSet): Answerer {
  if (job.condition === "with attention") return decoder(job, set, job.hiddenSize);
  const make = (H: number) => {
    if (job.condition === "dot product") return dotProduct(job, set, H);
    return job.condition === "concatenate" || job.condition === "multiply" ? list(job, set, H) : decoder(job, set, H);
  };
  return make(
    hiddenSizeFor(parameterCount(decoder({ ...job, condition: "with attention" }, set, job.hiddenSize)), make),
  );
}

interface Seen {
  readonly question: boolean;
  readonly vector: boolean;
  readonly map: false | "soft" | "mean";
}
const sees: Readonly<Record<Exclude<Teller, "concatenate" | "multiply">, Seen>> = {
  "with attention": { question: true, vector: true, map: "soft" },
  "mean of all places": { question: true, vector: true, map: "mean" },
  "without attention": { question: true, vector: true, map: false },
  "dot product": { question: true, vector: true, map: "soft" },
  "picture alone": { question: false, vector: true, map: "soft" },
  "question alone": { question: true, vector: false, map: false },
  "answers alone": { question: false, vector: false, map: false },
};

/** The encoder of Visual7W's model under a condition. */
export function readerOf({ condition, embeddingSize, attentionSize }: TellingJob, set: TellingSet, hiddenSize: number) {
  const { vector, map } = sees[condition as keyof typeof sees];
  return questionReader({
    ...{ vocabSize: set.vocabulary.size, embeddingSize, hiddenSize },
    ...(vector ? { vectorSize: set.vectorSize } : {}),
    ...(map ? { attention: { placeSize: set.placeSize, attentionSize, glance: map } } : {}),
  });
}

/** What a condition sees of the pictures with these ids; the caller disposes it. */
function sightOf({ condition }: TellingJob, set: TellingSet, ids: readonly string[]): PictureFeatures {
  const { vector, map } = sees[condition as keyof typeof sees];
  return { ...(vector ? { vector: set.vectors(ids) } : {}), ...(map ? { map: set.maps(ids) } : {}) };
}

/** Visual7W's: the LSTM that has read the question goes on with the answer; the score is −(mean nats a word). */
function decoder(job: TellingJob, set: TellingSet, hiddenSize: number): Answerer {
  const { vocabulary } = set;
  const model = tellingModel(readerOf(job, set, hiddenSize), { vocabSize: vocabulary.size });
  const nats = compile(model.answerNats);
  // A question that is not read leaves START and the answer.
  const readsQuestion = sees[job.condition as keyof typeof sees].question;
  const length = readsQuestion ? set.length : set.answerLength;

  function batchOf(pairs: readonly { question: ToldQuestion; choice: number }[]) {
    const answered = pairs.map(({ question: { text, choices }, choice }) => ({
      question: readsQuestion ? text.split(" ") : [],
      answer: choices[choice].split(" "),
    }));
    const ids = pairs.map(({ question }) => question.id);
    return { ...answerBatch(answered, vocabulary, length), ...sightOf(job, set, ids) };
  }

  return {
    hiddenSize,
    init: model.init,
    loss: model.loss as Answerer["loss"],
    batch: (questions) => batchOf(questions.map((question) => ({ question, choice: question.answer }))),
    scores(params, questions) {
      const pairs = questions.flatMap((question) => question.choices.map((_, choice) => ({ question, choice })));
      const batch = batchOf(pairs);
      const values = scoped(() => nats(params, batch).dataSync());
      tf.dispose(batch);
      return questions.map((_, i) => Array.from(values.slice(4 * i, 4 * i + 4), (value) => -value));
    },
    close: nats.close,
  };
}

/** A row of logits for each question of a batch, which is disposed. */
function rowsOf<B extends tf.TensorContainer>(
  logits: (params: Params, batch: B) => tf.Tensor2D,
  params: Params,
  batch: B,
): number[][] {
  const rows = scoped(() => logits(params, batch).arraySync());
  tf.dispose(batch);
  return rows;
}

/** The score of an answer is the dot product of its words' vectors, transformed, with the last h, as of a box where one points. */
function dotProduct(job: TellingJob, set: TellingSet, hiddenSize: number): Answerer {
  const { vocabulary, questionLength } = set;
  const model = pointingModel(readerOf(job, set, hiddenSize), { scoring: "dot product", boxSize: vocabulary.size });
  const logits = compile(model.logits);

  function batchOf(questions: readonly ToldQuestion[]): PointingBatch {
    const words = (text: string) => vocabulary.encode(text.split(" ")).subarray(1, -1);
    return {
      ...padded(
        questions.map(({ text }) => words(text)),
        { length: questionLength },
      ),
      boxes: wordBags(
        questions.map(({ choices }) => choices.map(words)),
        vocabulary.size,
      ),
      answers: tf.tensor1d(
        questions.map(({ answer }) => answer),
        "int32",
      ),
      ...sightOf(
        job,
        set,
        questions.map(({ id }) => id),
      ),
    };
  }

  return {
    hiddenSize,
    init: model.init,
    loss: model.loss as unknown as Answerer["loss"],
    batch: batchOf,
    scores: (params, questions) => rowsOf(logits, params, batchOf(questions)),
    close: logits.close,
  };
}

/** Joined, they choose from the list of all answers; one that was never right in training scores least. */
function list(job: TellingJob, set: TellingSet, hiddenSize: number): Answerer {
  const { answers, vectorSize, vocabulary } = set;
  const reader = questionReader({ vocabSize: vocabulary.size, embeddingSize: job.embeddingSize, hiddenSize });
  const join = job.condition as "concatenate" | "multiply";
  const model = answerListModel(reader, { join, vectorSize, answers: answers.length });
  const numberOf = new Map(answers.map((answer, i) => [answer, i]));
  const logits = compile(model.logits);

  function batchOf(questions: readonly ToldQuestion[]) {
    const read = questions.map(({ text }) => vocabulary.encode(text.split(" ")).subarray(1, -1));
    const right = questions.map(({ choices, answer }) => numberOf.get(choices[answer]) ?? 0);
    const vector = set.vectors(questions.map(({ id }) => id));
    return { ...padded(read, { length: set.questionLength }), vector, answers: tf.tensor1d(right, "int32") };
  }

  return {
    hiddenSize,
    init: model.init,
    loss: model.loss as unknown as Answerer["loss"],
    batch: batchOf,
    scores(params, questions) {
      const rows = rowsOf(logits, params, batchOf(questions));
      return questions.map(({ choices }, i) =>
        choices.map((choice) => rows[i][numberOf.get(choice) ?? -1] ?? -Number.MAX_VALUE),
      );
    },
    close: logits.close,
  };
}
