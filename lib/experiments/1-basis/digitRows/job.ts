import type { Cell, Params } from "../../../cells/cell";
import { memoryless } from "../../../cells/memoryless";
import { stackOf } from "../../../cells/stackOf";
import { fork, seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import { type Digit, digitClasses, digitSize } from "../../../data/digits";
import { mapped } from "../../../data/mapped";
import type { Learning, Point } from "../../../lab/learn";
import type { JobContext } from "../../../lab/runJob";
import { manyToMany } from "../../../models/manyToMany";
import { type ManyToOne, manyToOne } from "../../../models/manyToOne";
import { hiddenSizeFor, parameterCount } from "../../../models/parameterCount";
import { type Accuracy, digitsOf, learnClasses } from "../classifier";
import { asSequences, drawDigits } from "../digitBatches";
import type { DigitReading, RowReader, RowsJob, RowsModel } from "./config";

/** Trains one reader of rows of one seed. */
export async function trainReader(job: RowsJob, context: JobContext<Learning<Point<Accuracy>>>): Promise<RowsModel> {
  const { condition, batchSize } = job;
  const { train, heldOut } = digitsOf(job.seed);
  const { model, cell } = reader(job);
  const key = seed(job.seed);
  const tested = asSequences(heldOut);
  const batches = mapped(drawDigits(train, batchSize, fork(key, "batches")), asSequences);
  const { params, curve, ended } = await learnClasses(model, {
    ...context,
    key,
    batches,
    heldOut: tested,
    training: { ...job, decaySteps: job.steps },
  });
  const parameters = parameterCount(model);
  const last = ended === "finished" ? curve.at(-1) : undefined;
  const final = last?.step === job.steps ? { accuracy: last.accuracy, bits: last.bits } : null;
  const shown = condition === "recurrent" && job.seed === 1 && final ? readings(cell, params, heldOut) : [];
  tf.dispose([params, tested] as tf.TensorContainer);
  return {
    ...{ seed: job.seed, condition, learningRate: job.learningRate, ended, curve, final, parameters },
    ...{ hiddenSize: cell.hiddenSize, readings: shown },
  };
}

interface Sized {
  readonly cell: Cell;
  readonly model: ManyToOne;
}

/** Those without memory have as many parameters as the recurrent one, and so more hidden units. */
function reader({ cell, hiddenSize, condition }: RowsJob): Sized {
  const recurrent = read(stackOf({ cell, layers: 1, inputSize: digitSize, hiddenSize }), "recurrent");
  if (condition === "recurrent") return recurrent;
  const without = (H: number) => read(memoryless({ inputSize: digitSize, hiddenSize: H }), condition);
  const budget = parameterCount(recurrent.model);
  return without(hiddenSizeFor(budget, (H) => without(H).model));
}

function read(cell: Cell, condition: RowReader): Sized {
  const readOut = condition === "rows without memory" ? "mean" : "last";
  return { cell, model: manyToOne(cell, { classes: digitClasses, length: digitSize, readOut }) };
}

/** The same weights under another wiring: the read-out after each row instead of after the last. The first digit of each class. */
function readings(cell: Cell, params: Params, heldOut: readonly Digit[]): DigitReading[] {
  const chosen = Array.from({ length: digitClasses }, (_, c) => heldOut.find(({ label }) => label === c)!);
  const probs = tf.tidy(() => {
    const { inputs } = asSequences(chosen);
    const everyRow = manyToMany(cell, { classes: digitClasses });
    return everyRow.logits(params, inputs).softmax().arraySync() as number[][][];
  });
  return chosen.map(({ rows, label }, n) => ({ rows, label, probs: probs[n] }));
}
