import type { NamedTensors } from "../../lib/core/tensors";
import { tf } from "../../lib/core/tf";
import { clipByGlobalNorm } from "../../lib/train/clip";

/** One step of tfjs's Adam on all trainable variables of this process, operation by operation; reads the loss. */
export function descent(loss: () => tf.Scalar): () => void {
  const optimizer = tf.train.adam(1e-3);
  return () =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(loss);
      const { clipped } = clipByGlobalNorm<NamedTensors>(grads, 5);
      optimizer.applyGradients(Object.entries(clipped).map(([name, tensor]) => ({ name, tensor })));
      value.dataSync();
    });
}

/** Mean softmax cross-entropy of logits [M, V] with tokens [M]. */
export const crossEntropy = (logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Scalar =>
  tf.logSoftmax(logits).mul(tf.oneHot(targets, logits.shape[1])).sum(-1).mean<tf.Scalar>().neg();
