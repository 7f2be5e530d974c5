import { expectForm, expectForms, fits, forms } from "./argumentForms";
import { anyTensor } from "./tensorForms";
import { tf } from "./tf";

/** What has a gradient. */
const oneNumber = fits("a tensor of one number", (value) => value instanceof tf.Tensor && value.size === 1);

/** f(xs) and its gradient in each of them, times `dy`; zeros in those that f does not depend on, where tf.grads throws. */
export function gradientsOf<T extends tf.Tensor>(
  f: () => tf.Scalar,
  xs: readonly T[],
  dy?: tf.Scalar,
): { value: tf.Scalar; grads: T[] } {
  expectForms("gradientsOf", { f: [forms.function, f], xs: [forms.list(anyTensor, 1), xs] });
  const loss = () => {
    const value = f();
    expectForm("gradientsOf: f()", oneNumber, value);
    return value;
  };
  const { value, grads } = tf.engine().gradients(loss, [...xs], dy, true);
  return { value, grads: grads.map((grad, i) => (grad as T | null) ?? (tf.zerosLike(xs[i]) as T)) };
}
