import { mapTensors, type NamedTensors } from "../core/tensors";
import { tf } from "../core/tf";

/** Which batches are read, and from which state. */
export interface EvaluateOptions<B, S extends NamedTensors> {
  readonly batches: Iterable<B>;
  /** How many of them are read. */
  readonly count: number;
  /** The state at the first; it stays the caller's. */
  readonly state: S;
}

/** Mean loss over batches, the state carried from each to the next; nothing is learnt. Give it a compiled loss. */
export function evaluate<B extends tf.TensorContainer, S extends NamedTensors>(
  loss: (batch: B, state: S) => { loss: tf.Scalar; state: S },
  { batches, count, state: initial }: EvaluateOptions<B, S>,
): number {
  let [sum, done] = [0, 0];
  let state = tf.tidy(() => mapTensors(initial, (tensor) => tensor.clone()));
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
