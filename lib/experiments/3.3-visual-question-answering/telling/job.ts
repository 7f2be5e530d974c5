import { mean } from "../../../analysis/statistics";
import type { Params } from "../../../cells/cell";
import { fork, seed } from "../../../core/random";
import { scoped } from "../../../core/scoped";
import { unprefixed } from "../../../core/tensors";
import { tf } from "../../../core/tf";
import { draws } from "../../../data/draws";
import { pilotSeed } from "../../../lab/chosenRates";
import { type Learning, learnModel, type Point } from "../../../lab/learn";
import type { JobContext } from "../../../lab/runJob";
import { parameterCount } from "../../../models/parameterCount";
import { accuracies } from "../askedScenes";
import { type Answerer, answererOf, readerOf } from "./answerers";
import { type TellingJob, type TellingModelResult, type ToldQuestion, tellingNames } from "./config";
import { answerBatch } from "./sequences";
import { type TellingSet, tellingSet } from "./set";
import { shownOf } from "./shown";

/** Trains one seed's model under one condition, and lets it choose. */
export async function trainTeller(
  job: TellingJob,
  context: JobContext<Learning<Point<object>>>,
): Promise<TellingModelResult> {
  const set = tellingSet(job);
  const answerer = answererOf(job, set);
  const key = seed(job.seed);
  try {
    const { params, curve, ended } = await learnModel(answerer, {
      ...context,
      // The same questions in the same order under every condition.
      ...{ key, batches: batches(answerer, set.train, { key: fork(key, "batches"), batchSize: job.batchSize }) },
      training: { ...job, decaySteps: job.steps },
      measure: () => ({}),
    });
    const finished = ended === "finished";
    const chosen = finished ? choose(answerer, params, set.test) : [];
    const looked = finished && job.seed === 1 ? lookedAt(job, params, set) : [];
    const bits: Record<string, number> =
      finished && job.seed === pilotSeed ? { bits: heldOutBits(answerer, params, set.test) } : {};
    const parameters = parameterCount(answerer);
    tf.dispose(params as tf.TensorContainer);
    return {
      ...{ seed: job.seed, condition: job.condition, ended, curve, chosen, looked },
      ...{ parameters, hiddenSize: answerer.hiddenSize, learningRate: job.learningRate },
      final: finished ? { ...accuracies(set.test, chosen, tellingNames), ...bits } : null,
    };
  } finally {
    answerer.close();
  }
}

function* batches(
  answerer: Answerer,
  questions: readonly ToldQuestion[],
  { key, batchSize }: { readonly key: ReturnType<typeof seed>; readonly batchSize: number },
): Generator<tf.TensorContainer> {
  const { one } = draws(key);
  for (;;) yield answerer.batch(Array.from({ length: batchSize }, () => one(questions)));
}

/** Fifty at a time. */
const parts = (questions: readonly ToldQuestion[], size = 50): (readonly ToldQuestion[])[] =>
  Array.from({ length: Math.ceil(questions.length / size) }, (_, i) => questions.slice(i * size, (i + 1) * size));

/** The likeliest of each question's choices. */
const choose = (answerer: Answerer, params: Params, questions: readonly ToldQuestion[]): number[] =>
  parts(questions).flatMap((some) =>
    answerer.scores(params, some).map((scores) => scores.indexOf(Math.max(...scores))),
  );

/** The loss in bits: what a rate is chosen by. */
const heldOutBits = (answerer: Answerer, params: Params, questions: readonly ToldQuestion[]): number =>
  mean(
    parts(questions).map((some) => scoped(() => answerer.loss(params, answerer.batch(some)).dataSync()[0] / Math.LN2)),
  );

/** α at each word of each question that is shown, and at START: the first look that knows the last word. */
function lookedAt(job: TellingJob, params: Params, set: TellingSet): TellingModelResult["looked"] {
  if (job.condition !== "with attention") return [];
  return shownOf(set.test).map((i) => {
    const { id, text } = set.test[i];
    const words = text.split(" ");
    return tf.tidy(() => {
      const { inputs } = answerBatch([{ question: words, answer: [] }], set.vocabulary, words.length + 1);
      const sight = { vector: set.vectors([id]), map: set.maps([id]) };
      const { alphas } = readerOf(job, set, job.hiddenSize).read(unprefixed("reader.", params), inputs, sight);
      const rows = alphas!.squeeze<tf.Tensor2D>([1]).arraySync();
      return [...words, "then the answer"].map((word, t) => ({ word, alpha: rows[t] }));
    });
  });
}
