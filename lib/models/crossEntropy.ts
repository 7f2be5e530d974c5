import { expectForms } from "../core/argumentForms";
import { nativeOp } from "../core/native";
import { tensor } from "../core/tensorForms";
import type { tf } from "../core/tf";
import { withGradient } from "../core/withGradient";

/**
 * Mean over M predictions of −log softmax(logits)[target], in nats; one native operation for it and its gradient.
 * @param logits [M, V]
 * @param targets int32 [M], each below V
 */
export function crossEntropy(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Scalar {
  expectForms("crossEntropy", { logits: [tensor("M", "V"), logits] });
  expectForms("crossEntropy", { targets: [tensor(logits.shape[0]), targets] });
  const [loss] = withGradient(
    { logits },
    (save) => {
      const types = { T: "float32", Tlabels: "int32" } as const;
      const [losses, gradient] = nativeOp("SparseSoftmaxCrossEntropyWithLogits", [logits, targets], types, 2);
      save([gradient]);
      return [losses.mean()];
    },
    ([upstream], [gradient]) => ({ logits: () => gradient.mul(upstream.div(logits.shape[0])) }),
  );
  return loss as tf.Scalar;
}

/** −log softmax(logits)[target] of each of M predictions, in nats [M]: `crossEntropy` before the mean, without a gradient. */
export function surprises(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Tensor1D {
  const types = { T: "float32", Tlabels: "int32" } as const;
  const [losses, gradient] = nativeOp("SparseSoftmaxCrossEntropyWithLogits", [logits, targets], types, 2);
  gradient.dispose();
  return losses as tf.Tensor1D;
}
