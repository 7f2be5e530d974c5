import type { Params } from "../../cells/cell";
import { compile } from "../../core/compile";
import { tf } from "../../core/tf";
import { type Learnt, learnModel, type ModelOptions, type Point } from "../../lab/learn";
import type { LabelledBatch, ManyToOne } from "../../models/manyToOne";

export type Accuracy = { readonly accuracy: number };

export interface ClassifierOptions extends Omit<ModelOptions<LabelledBatch, Accuracy>, "measure"> {
  /** They stay the caller's. */
  readonly heldOut: LabelledBatch;
}

/** Trains a many-to-one network, and measures how many held-out sequences get their class. */
export async function learnClasses(
  model: ManyToOne,
  { heldOut, ...options }: ClassifierOptions,
): Promise<Learnt<Params, Point<Accuracy>>> {
  const share = compile((params: Params, { inputs, labels }: LabelledBatch) => {
    const logits = model.logits(params, inputs);
    const lost = logits.sum().mul(0); // NaN where a logit is: it has an argmax all the same
    return logits.argMax(1).equal(labels).cast("float32").mean().add(lost);
  });
  const measure = (params: Params): Accuracy => tf.tidy(() => ({ accuracy: share(params, heldOut).dataSync()[0] }));
  try {
    return await learnModel(model, { ...options, measure });
  } finally {
    share.close();
  }
}
