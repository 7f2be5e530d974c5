import { stackOf } from "../../../cells/stackOf";
import { fork, type Key, seed, uniforms } from "../../../core/random";
import { tf } from "../../../core/tf";
import { type Digit, digitClasses, digitSize, digits } from "../../../data/digits";
import { mapped } from "../../../data/mapped";
import type { Learning, Point } from "../../../lab/learn";
import type { JobContext } from "../../../lab/runJob";
import { manyToOne } from "../../../models/manyToOne";
import { hiddenSizeFor, parameterCount } from "../../../models/parameterCount";
import type { ReadOut } from "../../../models/readOut";
import { type Accuracy, learnClasses } from "../classifier";
import { asSequences, drawDigits } from "../digitBatches";
import type { Evidence, ReadOutsJob, ReadOutsModel } from "./config";

/** Trains the network of one seed, one read-out, and one place of the evidence. */
export async function trainReadOut(
  job: ReadOutsJob,
  context: JobContext<Learning<Point<Accuracy>>>,
): Promise<ReadOutsModel> {
  const { seed: n, readOut, evidence, batchSize, distractors, steps } = job;
  const { train, heldOut } = digits();
  const key = seed(n);
  const hide = hider(train, { evidence, distractors });
  const model = network(job, readOut, hiddenSizeOf(job));
  const draws = fork(key, "batches");
  let step = 0;
  const batches = mapped(drawDigits(train, batchSize, draws), (drawn) =>
    asSequences(hide(drawn, fork(draws, `distractors ${step++}`))),
  );
  // The same held-out sequences for all seeds.
  const tested = asSequences(hide(heldOut, fork(seed(0), "distractors")));
  const options = { ...context, key, batches, heldOut: tested, training: job };
  const { params, curve, ended } = await learnClasses(model, options);
  const parameters = parameterCount(model);
  tf.dispose([params, tested] as tf.TensorContainer);
  const last = ended === "finished" ? curve.at(-1) : undefined;
  const final = last?.step === steps ? { accuracy: last.accuracy } : null;
  const condition = conditionOf(readOut, evidence);
  return { seed: n, condition, readOut, evidence, ended, curve, final, parameters, hiddenSize: hiddenSizeOf(job) };
}

export const conditionOf = (readOut: ReadOut, evidence: Evidence): string => `${readOut}, ${evidence}`;

const network = ({ cell, distractors }: ReadOutsJob, readOut: ReadOut, hiddenSize: number) =>
  manyToOne(stackOf({ cell, layers: 1, inputSize: digitSize, hiddenSize }), {
    classes: digitClasses,
    length: digitSize + distractors,
    readOut,
  });

/** The hidden size with which a network has the parameters of the one that reads out the last h. */
function hiddenSizeOf(job: ReadOutsJob): number {
  if (job.readOut !== "all") return job.hiddenSize; // the mean is as large as the last
  const budget = parameterCount(network(job, "last", job.hiddenSize));
  return hiddenSizeFor(budget, (H) => network(job, "all", H));
}

/** Puts rows of digits drawn from `others` after each digit's own (early), or before them (late). */
export function hider(
  others: readonly Digit[],
  { evidence, distractors }: Pick<ReadOutsJob, "evidence" | "distractors">,
) {
  return (shown: readonly Digit[], key: Key): Digit[] => {
    const next = uniforms(key);
    const below = (n: number) => Math.floor(next() * n);
    return shown.map(({ rows, label }) => {
      const noise = Array.from({ length: distractors }, () => others[below(others.length)].rows[below(digitSize)]);
      return { rows: evidence === "early" ? [...rows, ...noise] : [...noise, ...rows], label };
    });
  };
}
