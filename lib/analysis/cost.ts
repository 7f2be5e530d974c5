import { type Cell, expectCell } from "../cells/cell";
import { expectForms, forms } from "../core/argumentForms";
import { seed } from "../core/random";
import { scoped } from "../core/scoped";
import { tf } from "../core/tf";

/**
 * Multiply-adds of the matrix products of one step of one sequence, forward: h Wh and h Wy. A one-hot input picks a row
 * of Wx and multiplies nothing; what is done unit by unit is left out. Backward takes twice as many.
 */
export function multiplyAdds(cell: Cell, V: number): number {
  expectCell("multiplyAdds", cell);
  expectForms("multiplyAdds", { V: [forms.size, V] });
  return scoped(() => cell.init(seed(1)).Wh.size) + cell.hiddenSize * V;
}

/** Bytes that tfjs holds at most while `run` computes, above what it held before; what it returns is disposed. */
export async function peakBytes(run: () => tf.TensorContainer): Promise<number> {
  expectForms("peakBytes", { run: [forms.function, run] });
  const before = tf.memory().numBytes;
  const { peakBytes } = await tf.profile(() => tf.dispose(tf.tidy(run)));
  return peakBytes - before;
}
