import type { Params } from "../../cells/cell";
import { compile } from "../../core/compile";
import { tf } from "../../core/tf";
import { type Digit, digits } from "../../data/digits";
import { pilotSeed } from "../../lab/chosenRates";
import { type Learnt, learnModel, type ModelOptions, type Point } from "../../lab/learn";
import type { LabelledBatch, ManyToOne } from "../../models/manyToOne";

/** On held-out sequences: the share that gets its class, and −log₂ p of the class. */
export type Accuracy = { readonly accuracy: number; readonly bits: number };

export interface ClassifierOptions extends Omit<ModelOptions<LabelledBatch, Accuracy>, "measure"> {
  /** They stay the caller's. */
  readonly heldOut: LabelledBatch;
}

/** Trains a many-to-one network, and measures how many held-out sequences get their class. */
export async function learnClasses(
  model: ManyToOne,
  { heldOut, ...options }: ClassifierOptions,
): Promise<Learnt<Params, Point<Accuracy>>> {
  const measured = compile((params: Params, batch: LabelledBatch) => {
    const right = model.logits(params, batch.inputs).argMax(1).equal(batch.labels).cast("float32").mean();
    return { right, nats: model.loss(params, batch) };
  });
  const measure = (params: Params): Accuracy =>
    tf.tidy(() => {
      const { right, nats } = measured(params, heldOut);
      return { accuracy: right.dataSync()[0], bits: nats.dataSync()[0] / Math.LN2 };
    });
  try {
    return await learnModel(model, { ...options, measure });
  } finally {
    measured.close();
  }
}

/** The digits; of the seed by which rates are chosen the training digits alone, their last tenth held out. */
export function digitsOf(seed: number): ReturnType<typeof digits> {
  const all = digits();
  if (seed !== pilotSeed) return all;
  const cut = Math.round(0.9 * all.train.length);
  const part = (from: number, to?: number): readonly Digit[] => all.train.slice(from, to);
  return { train: part(0, cut), heldOut: part(cut) };
}
