import type { NamedTensors } from "../core/tensors";
import { tf } from "../core/tf";

/** Mean loss over the first `count` batches, the state carried from each to the next; nothing is learnt. */
export function evaluate<B extends tf.TensorContainer, S extends NamedTensors>(
  loss: (batch: B, state: S | undefined) => { loss: tf.Scalar; state: S },
  batches: Iterable<B>,
  count: number,
): number {
  let [sum, done] = [0, 0];
  let state: S | undefined;
  for (const batch of batches) {
    const result = tf.tidy(() => loss(batch, state));
    sum += result.loss.dataSync()[0];
    tf.dispose([batch, state, result.loss] as tf.TensorContainer);
    state = result.state;
    if (++done === count) break;
  }
  tf.dispose(state as tf.TensorContainer);
  return sum / done;
}
