import { type Cell, expectCell, type Inputs, type Params, unrollTimeMajor } from "../cells/cell";
import type { Weighted } from "../cells/torchModule";
import { expectForm, expectSizes, forms } from "../core/argumentForms";
import { fork } from "../core/random";
import { tf } from "../core/tf";
import { crossEntropy } from "./crossEntropy";
import { denseWeights, wiringModules } from "./dense";

/** Sequences x [N, T, D] (or one-hot numbers [N, T], int32), and a class for each step that has one, int32 [N, T − skip]. */
export type TaggedBatch = { readonly inputs: Inputs; readonly tags: tf.Tensor2D };

/** Many inputs, as many outputs, synced: each is given as soon as its input is read. */
export interface ManyToMany extends Weighted {
  /** Logits [N, T − skip, K] of each step's classes; dispose them. */
  logits(params: Params, inputs: Inputs): tf.Tensor3D;
  /** Mean cross-entropy in nats per step; dispose it. */
  loss(params: Params, batch: TaggedBatch): tf.Scalar;
}

/** How many classes a tag has, and when the first is due. */
export interface ManyToManyOptions {
  readonly classes: number;
  /** How many steps are read before the first output: a context, or a delay d after which an input's tag is due. */
  readonly skip?: number;
}

/**
 * The same read-out at every step.
 *   h_t = cell(h_{t−1}, x_t)     logits_t = h_t Wy + by     Wy [H, K]  by [K]
 * @see lecture 1; Graves & Schmidhuber 2005 for outputs that come some steps later
 */
export function manyToMany(cell: Cell, { classes: K, skip = 0 }: ManyToManyOptions): ManyToMany {
  expectCell("manyToMany", cell);
  expectSizes("manyToMany", { classes: K });
  expectForm("manyToMany: skip", forms.count, skip);
  const { hiddenSize: H } = cell;

  /** [T − skip, N, K] */
  function read(params: Params, inputs: Inputs): tf.Tensor3D {
    const xs = inputs.transpose(inputs.rank === 2 ? [1, 0] : [1, 0, 2]) as Inputs;
    const { hs } = unrollTimeMajor(cell, params, xs);
    const [T, N] = hs.shape;
    return hs
      .slice(skip)
      .reshape<tf.Tensor2D>([-1, H])
      .matMul(params.Wy)
      .add(params.by)
      .reshape([T - skip, N, K]);
  }

  return {
    torch: wiringModules(cell),
    init: (key) => ({ ...cell.init(fork(key, "cell")), ...denseWeights(fork(key, "read-out"), H, K) }),
    logits: (params, inputs) => tf.tidy(() => read(params, inputs).transpose<tf.Tensor3D>([1, 0, 2])),
    loss: (params, { inputs, tags }) =>
      tf.tidy(() => crossEntropy(read(params, inputs).reshape([-1, K]), tags.transpose().flatten())),
  };
}
