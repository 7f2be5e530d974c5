import type { Params } from "../../../cells/cell";
import { compile } from "../../../core/compile";
import { fork, seed } from "../../../core/random";
import { scoped } from "../../../core/scoped";
import { tf } from "../../../core/tf";
import { draws } from "../../../data/draws";
import { padded } from "../../../data/padding";
import { wordVocabulary } from "../../../data/wordVocabulary";
import { pilotSeed } from "../../../lab/chosenRates";
import { type Learning, learnModel, type Point } from "../../../lab/learn";
import type { JobContext } from "../../../lab/runJob";
import { hiddenSizeFor, parameterCount } from "../../../models/parameterCount";
import { type PointingBatch, pointingModel, type Scoring } from "../../../models/pointing";
import { questionReader } from "../../../models/questionReader";
import { featureTable, questionsOf } from "../../shared/preparedFeatures";
import { accuracies, isOfSeed } from "../askedScenes";
import { partsOf } from "../seedParts";
import {
  type PointingJob,
  type PointingModelResult,
  type PointingQuestionAsked,
  type PointingQuestions,
  pointingNames,
} from "./config";

/** Trains one seed's model with one way of scoring, and lets it point. */
export async function trainPointer(
  job: PointingJob,
  context: JobContext<Learning<Point<object>>>,
): Promise<PointingModelResult> {
  const { train, test, boxSize, vocabulary, batch } = pointingSet(job);
  const modelOf = (scoring: Scoring, hiddenSize: number) => {
    const reading = { vocabSize: vocabulary.size, embeddingSize: job.embeddingSize, hiddenSize, vectorSize: boxSize };
    return pointingModel(questionReader(reading), { scoring, boxSize });
  };
  const budget = parameterCount(modelOf("dot product", job.hiddenSize));
  const hiddenSize =
    job.condition === "dot product" ? job.hiddenSize : hiddenSizeFor(budget, (H) => modelOf(job.condition, H));
  const model = modelOf(job.condition, hiddenSize);
  const logits = compile(model.logits);
  const key = seed(job.seed);
  const { one } = draws(fork(key, "batches"));
  function* batches(): Generator<PointingBatch> {
    for (;;) yield batch(Array.from({ length: job.batchSize }, () => one(train)));
  }
  try {
    const { params, curve, ended } = await learnModel(model, {
      ...{ ...context, key, batches: batches(), training: { ...job, decaySteps: job.steps }, measure: () => ({}) },
    });
    const finished = ended === "finished";
    const point = (weights: Params, questions: readonly PointingQuestionAsked[]) => {
      const asked = batch(questions);
      const found = scoped(() => Array.from(logits(weights, asked).argMax(1).dataSync()));
      tf.dispose(asked);
      return found;
    };
    const chosen = finished ? point(params, test) : [];
    const heldOutBits = (weights: Params) => scoped(() => model.loss(weights, batch(test)).dataSync()[0] / Math.LN2);
    const bits: Record<string, number> = finished && job.seed === pilotSeed ? { bits: heldOutBits(params) } : {};
    const parameters = parameterCount(model);
    tf.dispose(params as tf.TensorContainer);
    return {
      ...{ seed: job.seed, condition: job.condition, ended, curve, chosen, parameters, hiddenSize },
      learningRate: job.learningRate,
      final: finished ? { ...accuracies(test, chosen, pointingNames), ...bits } : null,
    };
  } finally {
    logits.close();
  }
}

/** The questions of a seed, and how they become batches. */
function pointingSet({ prepared, seed, trainScenes }: PointingJob) {
  const all = questionsOf<PointingQuestions>(prepared);
  const { train, test } = partsOf(all, seed, trainScenes);
  const table = featureTable(prepared, (id) => id.startsWith("train ") || isOfSeed(id, seed));
  const F = table.size;
  const vocabulary = wordVocabulary(
    all.train.map(({ text }) => text.split(" ")),
    { minCount: 1 },
  );
  const length = Math.max(...[...all.train, ...all.test].map(({ text }) => text.split(" ").length));
  const features = (ids: readonly string[]): Float32Array => {
    const values = new Float32Array(ids.length * F);
    ids.forEach((id, i) => {
      values.set(table.row(id), i * F);
    });
    return values;
  };
  const batch = (questions: readonly PointingQuestionAsked[]): PointingBatch => {
    const N = questions.length;
    return {
      ...padded(
        questions.map(({ text }) => vocabulary.encode(text.split(" ")).subarray(1, -1)),
        { length },
      ),
      boxes: tf.tensor3d(features(questions.flatMap(({ boxes }) => boxes)), [N, 4, F]),
      answers: tf.tensor1d(
        questions.map(({ answer }) => answer),
        "int32",
      ),
      vector: tf.tensor2d(features(questions.map(({ id }) => id)), [N, F]),
    };
  };
  return { train, test, boxSize: F, vocabulary, batch };
}
