import { unrollTimeMajor } from "../../lib/cells/cell";
import type { tf } from "../../lib/core/tf";
import { crossEntropy } from "../../lib/models/crossEntropy";
import { compiledDescent } from "./compiledDescent";
import type { TrainRow } from "./protocol";
import { freshParams, stackOf } from "./referenceTraining";
import { trainData } from "./trainData";

/** The lab's cells by their kernels, in a compiled step: what `train` runs. */
export function training(row: TrainRow): () => number {
  const { batchSize: N, timeSteps: T, hiddenSize: H } = row;
  const cell = stackOf(row);
  const { x, targets } = trainData(row);
  const batch = { x, targets: targets.reshape([N, T]) };
  const step = compiledDescent(freshParams(row, cell), batch, (weights, { x, targets }) => {
    const { hs } = unrollTimeMajor(cell, weights, x.transpose([1, 0, 2]) as tf.Tensor3D);
    const logits = hs
      .reshape<tf.Tensor2D>([-1, H])
      .matMul<tf.Tensor2D>(weights.Wy as tf.Tensor2D)
      .add(weights.by);
    return crossEntropy(logits as tf.Tensor2D, targets.transpose().flatten());
  });
  return () => {
    step();
    return N * T;
  };
}
