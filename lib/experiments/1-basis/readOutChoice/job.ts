import { stackOf } from "../../../cells/stackOf";
import { fork, type Key, seed, uniforms } from "../../../core/random";
import { tf } from "../../../core/tf";
import { type Digit, digitClasses, digitSize } from "../../../data/digits";
import { mapped } from "../../../data/mapped";
import type { Learning, Point } from "../../../lab/learn";
import type { JobContext } from "../../../lab/runJob";
import { manyToOne } from "../../../models/manyToOne";
import { hiddenSizeFor, parameterCount } from "../../../models/parameterCount";
import { type Accuracy, digitsOf, learnClasses } from "../classifier";
import { asSequences, drawDigits } from "../digitBatches";
import type { ComparedReadOut, ReadOutsJob, ReadOutsModel } from "./config";

/** Trains the network of one seed and one read-out. */
export async function trainReadOut(
  job: ReadOutsJob,
  context: JobContext<Learning<Point<Accuracy>>>,
): Promise<ReadOutsModel> {
  const { seed: n, condition, learningRate, batchSize, distractors, steps } = job;
  const { train, heldOut } = digitsOf(job.seed);
  const key = seed(n);
  const hiddenSize = hiddenSizeOf(job);
  const model = network(job, condition, hiddenSize);
  const draws = fork(key, "batches");
  let step = 0;
  const batches = mapped(drawDigits(train, batchSize, draws), (drawn) =>
    asSequences(followed(drawn, train, { distractors, key: fork(draws, `distractors ${step++}`) })),
  );
  // The same held-out sequences for all seeds.
  const tested = asSequences(followed(heldOut, train, { distractors, key: fork(seed(0), "distractors") }));
  const training = { ...job, decaySteps: steps };
  const { params, curve, ended } = await learnClasses(model, { ...context, key, batches, heldOut: tested, training });
  const parameters = parameterCount(model);
  tf.dispose([params, tested] as tf.TensorContainer);
  const last = ended === "finished" ? curve.at(-1) : undefined;
  const final = last?.step === steps ? { accuracy: last.accuracy, bits: last.bits } : null;
  return { seed: n, condition, learningRate, ended, curve, final, parameters, hiddenSize };
}

const network = ({ cell, distractors }: ReadOutsJob, readOut: ComparedReadOut, hiddenSize: number) =>
  manyToOne(stackOf({ cell, layers: 1, inputSize: digitSize, hiddenSize }), {
    classes: digitClasses,
    length: digitSize + distractors,
    readOut,
  });

/** The hidden size with which a network has the parameters of the one that reads out the last h. */
function hiddenSizeOf(job: ReadOutsJob): number {
  if (job.condition === "last") return job.hiddenSize;
  const budget = parameterCount(network(job, "last", job.hiddenSize));
  return hiddenSizeFor(budget, (H) => network(job, "all", H));
}

/** Each digit's own rows, and after them rows of digits drawn from `others`. */
export function followed(
  shown: readonly Digit[],
  others: readonly Digit[],
  { distractors, key }: { readonly distractors: number; readonly key: Key },
): Digit[] {
  const next = uniforms(key);
  const below = (n: number) => Math.floor(next() * n);
  return shown.map(({ rows, label }) => {
    const noise = Array.from({ length: distractors }, () => others[below(others.length)].rows[below(digitSize)]);
    return { rows: [...rows, ...noise], label };
  });
}
