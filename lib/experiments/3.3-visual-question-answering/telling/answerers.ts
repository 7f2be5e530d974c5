import type { Params } from "../../../cells/cell";
import { compile } from "../../../core/compile";
import type { Key } from "../../../core/random";
import { scoped } from "../../../core/scoped";
import { tf } from "../../../core/tf";
import { padded } from "../../../data/padding";
import { answerListModel } from "../../../models/answerList";
import { hiddenSizeFor, parameterCount } from "../../../models/parameterCount";
import { type PictureFeatures, questionReader } from "../../../models/questionReader";
import { tellingModel } from "../../../models/telling";
import type { Teller, TellingJob, ToldQuestion } from "./config";
import { answerBatch } from "./sequences";
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
  const make = (H: number) =>
    job.condition === "concatenate" || job.condition === "multiply" ? list(job, set, H) : decoder(job, set, H);
  return make(
    hiddenSizeFor(parameterCount(decoder({ ...job, condition: "with attention" }, set, job.hiddenSize)), make),
  );
}

const sees: Readonly<Record<Exclude<Teller, "concatenate" | "multiply">, { readonly vector: boolean; map: boolean }>> =
  {
    "with attention": { vector: true, map: true },
    "without attention": { vector: true, map: false },
    "question alone": { vector: false, map: false },
    "picture alone": { vector: true, map: true },
  };

/** The encoder of Visual7W's model under a condition. */
export function readerOf({ condition, embeddingSize, attentionSize }: TellingJob, set: TellingSet, hiddenSize: number) {
  const { vector, map } = sees[condition as keyof typeof sees];
  return questionReader({
    ...{ vocabSize: set.vocabulary.size, embeddingSize, hiddenSize },
    ...(vector ? { vectorSize: set.vectorSize } : {}),
    ...(map ? { attention: { placeSize: set.placeSize, attentionSize } } : {}),
  });
}

/** Visual7W's: the LSTM that has read the question goes on with the answer; the score is −(mean nats a word). */
function decoder(job: TellingJob, set: TellingSet, hiddenSize: number): Answerer {
  const { vector, map } = sees[job.condition as keyof typeof sees];
  const { vocabulary } = set;
  const model = tellingModel(readerOf(job, set, hiddenSize), { vocabSize: vocabulary.size });
  const nats = compile(model.answerNats);
  // A question that is not read leaves START and the answer.
  const readsQuestion = job.condition !== "picture alone";
  const length = readsQuestion ? set.length : set.answerLength;

  function batchOf(pairs: readonly { question: ToldQuestion; choice: number }[]) {
    const answered = pairs.map(({ question: { text, choices }, choice }) => ({
      question: readsQuestion ? text.split(" ") : [],
      answer: choices[choice].split(" "),
    }));
    const ids = pairs.map(({ question }) => question.id);
    const sight: PictureFeatures = {
      ...(vector ? { vector: set.vectors(ids) } : {}),
      ...(map ? { map: set.maps(ids) } : {}),
    };
    return { ...answerBatch(answered, vocabulary, length), ...sight };
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
      const batch = batchOf(questions);
      const rows = scoped(() => logits(params, batch).arraySync());
      tf.dispose(batch);
      return questions.map(({ choices }, i) =>
        choices.map((choice) => rows[i][numberOf.get(choice) ?? -1] ?? -Number.MAX_VALUE),
      );
    },
    close: logits.close,
  };
}
