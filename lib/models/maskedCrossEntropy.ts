import { expectForms, forms } from "../core/argumentForms";
import { nativeOp } from "../core/native";
import { tensor } from "../core/tensorForms";
import type { tf } from "../core/tf";
import { withGradient } from "../core/withGradient";

/**
 * Mean of −log softmax(logits)[target] over the predictions that the mask keeps, in nats:
 *   Σ m_i l_i / Σ m_i
 * so that padding changes neither the loss nor a gradient, to the last bit.
 * Logits [M, V]; `targets` int32 [M], each below V, also where it is padding; `mask` [M], which is 1 where a prediction counts and 0
 * where it is padding; not all 0.
 */
export function maskedCrossEntropy(
  logits: tf.Tensor2D,
  predicted: { readonly targets: tf.Tensor1D; readonly mask: tf.Tensor1D },
): tf.Scalar {
  expectForms("maskedCrossEntropy", { logits: [tensor("M", "V"), logits] });
  const one = tensor(logits.shape[0]);
  expectForms("maskedCrossEntropy", { predicted: [forms.fields({ targets: one, mask: one }), predicted] });
  const { targets, mask } = predicted;
  const [loss] = withGradient(
    { logits },
    (save) => {
      const types = { T: "float32", Tlabels: "int32" } as const;
      const [losses, gradient] = nativeOp("SparseSoftmaxCrossEntropyWithLogits", [logits, targets], types, 2);
      const shares = mask.div(mask.sum());
      save([gradient, shares]);
      return [losses.mul(shares).sum()];
    },
    ([upstream], [gradient, shares]) => ({ logits: () => gradient.mul(shares.reshape([-1, 1])).mul(upstream) }),
  );
  return loss as tf.Scalar;
}
