import { type TensorKey, uniformTensor } from "../core/random";
import { tf } from "../core/tf";

/**
 * Each element is zero with probability `rate`, and the others are scaled so that the mean stays.
 * @see Srivastava et al. 2014; Zaremba et al. 2014 for its place between the layers of a recurrent network
 */
export function dropout<T extends tf.Tensor>(x: T, rate: number, key: TensorKey): T {
  if (rate === 0) return x;
  return tf.tidy(
    () =>
      x.mul(
        uniformTensor(key, x.shape)
          .greaterEqual(rate)
          .cast("float32")
          .div(1 - rate),
      ) as T,
  );
}
