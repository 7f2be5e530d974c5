import type { Params } from "../../../cells/cell";
import { fork, seed } from "../../../core/random";
import { unprefixed } from "../../../core/tensors";
import { tf } from "../../../core/tf";
import { draws } from "../../../data/draws";
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
    const chosen = ended === "finished" ? choose(answerer, params, set.test) : [];
    const looked = ended === "finished" && job.seed === 1 ? lookedAt(job, params, set) : [];
    const parameters = parameterCount(answerer);
    tf.dispose(params as tf.TensorContainer);
    return {
      ...{ seed: job.seed, condition: job.condition, ended, curve, chosen, looked },
      ...{ parameters, hiddenSize: answerer.hiddenSize },
      final: ended === "finished" ? accuracies(set.test, chosen, tellingNames) : null,
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

/** The likeliest of each question's choices. */
function choose(answerer: Answerer, params: Params, questions: readonly ToldQuestion[]): number[] {
  const size = 50;
  return Array.from({ length: Math.ceil(questions.length / size) }, (_, i) => {
    const some = questions.slice(i * size, (i + 1) * size);
    return answerer.scores(params, some).map((scores) => scores.indexOf(Math.max(...scores)));
  }).flat();
}

/** α at each word of the first question that is shown, and at START: the first look that knows the last word. */
function lookedAt(job: TellingJob, params: Params, set: TellingSet): TellingModelResult["looked"] {
  const shown = set.test[shownOf(set.test)[0]];
  if (job.condition !== "with attention" || !shown) return [];
  const { id, text } = shown;
  const words = text.split(" ");
  return tf.tidy(() => {
    const { inputs } = answerBatch([{ question: words, answer: [] }], set.vocabulary, words.length + 1);
    const sight = { vector: set.vectors([id]), map: set.maps([id]) };
    const { alphas } = readerOf(job, set, job.hiddenSize).read(unprefixed("reader.", params), inputs, sight);
    const rows = alphas!.squeeze<tf.Tensor2D>([1]).arraySync();
    return [...words, "then the answer"].map((word, t) => ({ word, alpha: rows[t] }));
  });
}
