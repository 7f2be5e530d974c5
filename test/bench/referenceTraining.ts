import { type Cell, scan } from "../../lib/cells/cell";
import { gru } from "../../lib/cells/gru";
import { lstm } from "../../lib/cells/lstm";
import { stack } from "../../lib/cells/stack";
import { vanilla } from "../../lib/cells/vanilla";
import { fork, normal, seed } from "../../lib/core/random";
import { mapTensors, type NamedTensors } from "../../lib/core/tensors";
import { tf } from "../../lib/core/tf";
import { crossEntropy, descent } from "./descent";
import type { CellName, TrainRow } from "./protocol";
import { trainData } from "./trainData";

type Sizes = { readonly inputSize: number; readonly hiddenSize: number };

const builders = {
  RNN: vanilla,
  LSTM: lstm,
  GRU: (sizes: Sizes) => gru({ ...sizes, resetAfter: true }),
} satisfies Record<CellName, (sizes: Sizes) => unknown>;

/** The cells of a row on top of one another. */
export const stackOf = ({
  cell,
  inputSize,
  hiddenSize,
  layers,
}: Pick<TrainRow, "cell" | "inputSize" | "hiddenSize" | "layers">) =>
  stack(
    Array.from({ length: layers }, (_, l) => builders[cell]({ inputSize: l ? hiddenSize : inputSize, hiddenSize })),
  );

/** Fresh weights of the cells and of the read-out. */
export function freshParams({ hiddenSize: H, vocabSize: V }: TrainRow, cell: Cell): NamedTensors {
  const key = seed(231);
  return {
    ...cell.init(fork(key, "cell")),
    Wy: normal(fork(key, "Wy"), [H, V], 1 / Math.sqrt(H)),
    by: tf.zeros([V]),
  };
}

/** The lab's cells as their equations stand, `step` after `step`, each operation called by itself. */
export function referenceTraining(row: TrainRow): () => number {
  const { batchSize: N, timeSteps: T, hiddenSize: H } = row;
  const cell = stackOf(row);
  const params = mapTensors(freshParams(row, cell), (tensor) => tf.variable(tensor));
  const { x, targets } = trainData(row);
  const step = descent(() => {
    const h = tf.stack(
      scan(cell, params, x).map((state) => state.h),
      1,
    );
    const logits = h.reshape<tf.Tensor2D>([-1, H]).matMul<tf.Tensor2D>(params.Wy).add<tf.Tensor2D>(params.by);
    return crossEntropy(logits, targets);
  });
  return () => {
    step();
    return N * T;
  };
}
