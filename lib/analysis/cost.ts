import type { Cell, Params } from "../cells/cell";
import { seed } from "../core/random";
import { scoped } from "../core/scoped";
import { tf } from "../core/tf";

/** Numbers in the weights of a cell and of a read-out over V classes, h Wy + by. */
export const parameterCount = (cell: Cell, V: number): number => sizes(cell).all + (cell.hiddenSize + 1) * V;

/**
 * Multiply-adds of the matrix products of one step of one sequence, forward: h Wh and h Wy. A one-hot input picks a row
 * of Wx and multiplies nothing; what is done unit by unit is left out. Backward takes twice as many.
 */
export const multiplyAdds = (cell: Cell, V: number): number => sizes(cell).Wh + cell.hiddenSize * V;

const sizes = (cell: Cell): { all: number; Wh: number } =>
  scoped(() => {
    const params: Params = cell.init(seed(1));
    return { all: Object.values(params).reduce((sum, { size }) => sum + size, 0), Wh: params.Wh.size };
  });

/** The hidden size with which the count of parameters comes closest to `parameters`; the count must grow with the size. */
export function hiddenSizeFor(build: (hiddenSize: number) => Cell, V: number, parameters: number): number {
  const count = (hiddenSize: number) => parameterCount(build(hiddenSize), V);
  let [low, high] = [1, 2];
  while (count(high) < parameters) [low, high] = [high, 2 * high];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (count(middle) < parameters) low = middle;
    else high = middle;
  }
  return count(high) - parameters < parameters - count(low) ? high : low;
}

/** Bytes that tfjs holds at most while `run` computes, above what it held before; what it returns is disposed. */
export async function peakBytes(run: () => tf.TensorContainer): Promise<number> {
  const before = tf.memory().numBytes;
  const { peakBytes } = await tf.profile(() => tf.dispose(tf.tidy(run)));
  return peakBytes - before;
}
