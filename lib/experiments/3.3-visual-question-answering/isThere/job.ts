import type { Params } from "../../../cells/cell";
import { compile } from "../../../core/compile";
import { fork, seed } from "../../../core/random";
import { scoped } from "../../../core/scoped";
import { tf } from "../../../core/tf";
import { draws } from "../../../data/draws";
import { padded } from "../../../data/padding";
import { wordVocabulary } from "../../../data/wordVocabulary";
import { type Learning, learnModel, type Point } from "../../../lab/learn";
import type { JobContext } from "../../../lab/runJob";
import { answerListModel, type ListedBatch } from "../../../models/answerList";
import type { Join } from "../../../models/joinLayer";
import { hiddenSizeFor, parameterCount } from "../../../models/parameterCount";
import { questionReader } from "../../../models/questionReader";
import { featureTable, questionsOf } from "../../shared/preparedFeatures";
import { partsOf } from "../seedParts";
import type { AskedPresence, IsThereJob, IsThereMeasures, IsThereModel, PresenceQuestions } from "./config";

const answers = ["no", "yes"] as const;

/** Trains one seed's model that joins in one way, and asks it whether things are there. */
export async function trainIsThere(
  job: IsThereJob,
  context: JobContext<Learning<Point<IsThereMeasures>>>,
): Promise<IsThereModel> {
  const { condition, learningRate } = job;
  const { train, test, vectorSize, vocabulary, batch } = presenceSet(job);
  const modelOf = (join: Join, hiddenSize: number) =>
    answerListModel(questionReader({ vocabSize: vocabulary.size, embeddingSize: job.embeddingSize, hiddenSize }), {
      ...{ join, vectorSize, answers: answers.length },
    });
  const budget = parameterCount(modelOf("concatenate", job.hiddenSize));
  const hiddenSize = condition === "concatenate" ? job.hiddenSize : hiddenSizeFor(budget, (H) => modelOf(condition, H));
  const model = modelOf(condition, hiddenSize);
  const judged = compile((params: Params, asked: ListedBatch) => ({
    yes: model.logits(params, asked).argMax(1),
    nats: model.loss(params, asked),
  }));
  const key = seed(job.seed);
  const { one } = draws(fork(key, "batches"));
  function* batches(): Generator<ListedBatch> {
    for (;;) yield batch(Array.from({ length: job.batchSize }, () => one(train)));
  }
  const testBatch = batch(test);
  const saidBy = (params: Params) =>
    scoped(() => Array.from(judged(params, testBatch).yes.dataSync(), (i) => answers[i]));
  const measure = (params: Params): IsThereMeasures =>
    scoped(() => {
      const said = saidBy(params);
      const { nats } = judged(params, testBatch);
      const share = (of: (question: AskedPresence) => boolean) => {
        const marks = test.flatMap((question, i) => (of(question) ? [said[i] === question.answer] : []));
        return marks.filter(Boolean).length / marks.length;
      };
      return {
        accuracy: share(() => true),
        yes: share(({ answer }) => answer === "yes"),
        no: share(({ answer }) => answer === "no"),
        bits: nats.dataSync()[0] / Math.LN2,
      };
    });
  try {
    const { params, curve, ended } = await learnModel(model, {
      ...{ ...context, key, batches: batches(), training: { ...job, decaySteps: job.steps }, measure },
    });
    const finished = ended === "finished";
    const [final, said] = finished ? [measure(params), saidBy(params)] : [null, []];
    const parameters = parameterCount(model);
    tf.dispose(params as tf.TensorContainer);
    return { seed: job.seed, condition, learningRate, ended, curve, final, parameters, hiddenSize, said };
  } finally {
    judged.close();
    tf.dispose(testBatch);
  }
}

/** The questions of a seed, and how they become batches. */
function presenceSet({ prepared, seed, trainScenes }: IsThereJob) {
  const questions = questionsOf<PresenceQuestions>(prepared);
  const { train, test } = partsOf(questions, seed, trainScenes);
  const asked = new Set([...train, ...test].map(({ id }) => id));
  const table = featureTable(prepared, (id) => asked.has(id));
  const wordsOf = ({ text }: AskedPresence) => text.split(" ");
  const all = [...questions.train, ...questions.test].map(wordsOf);
  const vocabulary = wordVocabulary(questions.train.map(wordsOf), { minCount: 1 });
  const length = Math.max(...all.map((words) => words.length));
  const batch = (some: readonly AskedPresence[]): ListedBatch => {
    const vectors = new Float32Array(some.length * table.size);
    some.forEach(({ id }, i) => {
      vectors.set(table.row(id), i * table.size);
    });
    const read = some.map((question) => vocabulary.encode(wordsOf(question)).subarray(1, -1));
    return {
      ...padded(read, { length }),
      vector: tf.tensor2d(vectors, [some.length, table.size]),
      answers: tf.tensor1d(
        some.map(({ answer }) => answers.indexOf(answer)),
        "int32",
      ),
    };
  };
  return { train, test, vectorSize: table.size, vocabulary, batch };
}
