import { type Cell, expectCell, type Inputs, type Params, unrollTimeMajor } from "../cells/cell";
import type { Weighted } from "../cells/torchModule";
import { expectForm, expectSizes, forms } from "../core/argumentForms";
import { fork } from "../core/random";
import { tf } from "../core/tf";
import { crossEntropy } from "./crossEntropy";
import { denseWeights, wiringModules } from "./dense";
import { type ReadOut, readOutputs, readOutSize } from "./readOut";

/** Sequences x [N, T, D] (or one-hot numbers [N, T], int32), and a class for each, int32 [N]. */
export type LabelledBatch = { readonly inputs: Inputs; readonly labels: tf.Tensor1D };

/** Many inputs, one output: a sequence's class. */
export interface ManyToOne extends Weighted {
  /** Logits [N, K] of the classes; dispose them. */
  logits(params: Params, inputs: Inputs): tf.Tensor2D;
  /** Mean cross-entropy in nats per sequence; dispose it. */
  loss(params: Params, batch: LabelledBatch): tf.Scalar;
}

/** How many classes there are, how long the sequences, and what of the outputs is read. */
export interface ManyToOneOptions {
  readonly classes: number;
  /** T, which a dense layer over all outputs is made for. */
  readonly length: number;
  readonly readOut?: ReadOut;
}

/**
 * A sequence read to its end, and one dense layer on what is read out of it.
 *   h_t = cell(h_{t−1}, x_t)     logits = r(h_1 … h_T) Wy + by     Wy [H or T·H, K]  by [K]
 * @see lecture 1
 */
export function manyToOne(cell: Cell, { classes, length, readOut = "last" }: ManyToOneOptions): ManyToOne {
  expectCell("manyToOne", cell);
  expectForm("manyToOne: readOut", forms.oneOf(["last", "mean", "all"]), readOut);
  expectSizes("manyToOne", { classes, length });
  const size = readOutSize(readOut, length, cell.hiddenSize);

  function logits(params: Params, inputs: Inputs): tf.Tensor2D {
    return tf.tidy(() => {
      const xs = inputs.transpose(inputs.rank === 2 ? [1, 0] : [1, 0, 2]) as Inputs;
      const { hs } = unrollTimeMajor(cell, params, xs);
      return readOutputs(hs, readOut).matMul(params.Wy).add(params.by) as tf.Tensor2D;
    });
  }

  return {
    torch: wiringModules(cell),
    init: (key) => ({ ...cell.init(fork(key, "cell")), ...denseWeights(fork(key, "read-out"), size, classes) }),
    logits,
    loss: (params, { inputs, labels }) => tf.tidy(() => crossEntropy(logits(params, inputs), labels)),
  };
}
