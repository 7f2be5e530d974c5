import { expectForm, fits } from "../core/argumentForms";
import { type TensorKey, uniformTensor } from "../core/random";
import { anyTensor, tensor } from "../core/tensorForms";
import { tf } from "../core/tf";

/** A rate of dropout. */
export const rateForm = fits(
  "a number from 0 to below 1",
  (value) => typeof value === "number" && value >= 0 && value < 1,
);

/**
 * Each element is zero with probability `rate`, and the others are scaled so that the mean stays.
 * @see Srivastava et al. 2014; Zaremba et al. 2014 for its place between the layers of a recurrent network
 */
export function dropout<T extends tf.Tensor>(x: T, rate: number, key: TensorKey): T {
  expectForm("dropout: x", anyTensor, x);
  expectForm("dropout: rate", rateForm, rate);
  if (rate === 0) return x;
  expectForm("dropout: key", tensor(2), key);
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
