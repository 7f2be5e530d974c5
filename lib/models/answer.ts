import { type Cell, expectCell, type Inputs, type Params, type State, unrollTimeMajor } from "../cells/cell";
import type { Weighted } from "../cells/torchModule";
import { expectSizes } from "../core/argumentForms";
import { fork, normal } from "../core/random";
import { tf } from "../core/tf";
import { crossEntropy } from "./crossEntropy";
import { wiringModules } from "./dense";

/** A sequence, and what is to be said at its last K steps: classes [N, K] (int32), or numbers [N, K]. */
type Batch = { readonly inputs: Inputs; readonly targets: tf.Tensor2D };

/** A network that reads a sequence and answers at its end. */
export interface AnswerModel extends Weighted {
  /** Mean cross-entropy in nats of classes; mean squared error of numbers. */
  loss(params: Params, batch: Batch): tf.Scalar;
}

/**
 * Many to one, or to the last K: a cell reads, a linear read-out answers.
 *   h_t = cell(h_{t−1}, x_t)     y_t = h_t Wy + by     Wy [H, outputSize]  by [outputSize]
 */
export function answerModel<S extends State>(cell: Cell<Params, S>, outputSize: number): AnswerModel {
  expectCell("answerModel", cell);
  expectSizes("answerModel", { outputSize });
  const { hiddenSize: H } = cell;
  return {
    torch: wiringModules(cell),
    init: (key) => ({
      ...cell.init(fork(key, "cell")),
      Wy: normal<tf.Rank.R2>(fork(key, "Wy"), [H, outputSize], 1 / Math.sqrt(H)),
      by: tf.zeros([outputSize]),
    }),
    loss: (params, { inputs, targets }) =>
      tf.tidy(() => {
        const order = inputs.rank === 2 ? [1, 0] : [1, 0, 2];
        const { hs } = unrollTimeMajor(cell, params, inputs.transpose(order) as Inputs);
        const K = targets.shape[1];
        const last = hs.slice([hs.shape[0] - K]).reshape<tf.Tensor2D>([-1, H]);
        const answers = last.matMul(params.Wy as tf.Tensor2D).add(params.by) as tf.Tensor2D;
        const wanted = targets.transpose().flatten() as tf.Tensor1D;
        if (wanted.dtype === "int32") return crossEntropy(answers, wanted);
        return answers.flatten().sub(wanted).square().mean() as tf.Scalar;
      }),
  };
}
