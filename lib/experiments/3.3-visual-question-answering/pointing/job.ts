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
import { type PointingBatch, pointingModel } from "../../../models/pointing";
import { questionReader } from "../../../models/questionReader";
import { featureTable, questionsOf } from "../../shared/preparedFeatures";
import { accuracies, isOfSeed } from "../askedScenes";
import { partsOf } from "../seedParts";
import { positionsOf, withPositions } from "../telling/set";
import {
  type Pointer,
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
  const { train, test, boxSize, placeSize, vocabulary, batch } = pointingSet(job);
  const modelOf = (condition: Pointer, hiddenSize: number) => {
    const reading = { vocabSize: vocabulary.size, embeddingSize: job.embeddingSize, hiddenSize, vectorSize: boxSize };
    if (condition !== "with attention") return pointingModel(questionReader(reading), { scoring: condition, boxSize });
    const attention = { placeSize, attentionSize: job.attentionSize };
    return pointingModel(questionReader({ ...reading, attention }), { scoring: "dot product", boxSize });
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
function pointingSet({ condition, prepared, maps, seed, trainScenes, placesPerSide }: PointingJob) {
  const all = questionsOf<PointingQuestions>(prepared);
  const { train, test } = partsOf(all, seed, trainScenes);
  const isOwn = (id: string) => id.startsWith("train ") || isOfSeed(id, seed);
  const table = featureTable(prepared, isOwn);
  const F = table.size;
  const places = condition === "with attention" ? featureTable(maps, isOwn) : undefined;
  const [L, D, told] = [placesPerSide ** 2, maps.taps.conv5_3[1], positionsOf(placesPerSide)];
  const vocabulary = wordVocabulary(
    all.train.map(({ text }) => text.split(" ")),
    { minCount: 1 },
  );
  const length = Math.max(...[...all.train, ...all.test].map(({ text }) => text.split(" ").length));
  const features = (ids: readonly string[], of = table): Float32Array => {
    const values = new Float32Array(ids.length * of.size);
    ids.forEach((id, i) => {
      values.set(of.row(id), i * of.size);
    });
    return values;
  };
  const batch = (questions: readonly PointingQuestionAsked[]): PointingBatch => {
    const N = questions.length;
    const scenes = questions.map(({ id }) => id);
    const map = places && tf.tidy(() => withPositions(tf.tensor3d(features(scenes, places), [N, L, D]), told));
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
      vector: tf.tensor2d(features(scenes), [N, F]),
      ...(map && { map }),
    };
  };
  return { train, test, boxSize: F, placeSize: D + told[0].length, vocabulary, batch };
}
