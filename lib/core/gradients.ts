import { expectForm, expectForms, fits, forms } from "./argumentForms";
import { anyTensor } from "./tensorForms";
import type { NamedTensors } from "./tensors";
import { tf } from "./tf";
import { withGradient } from "./withGradient";

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

/**
 * The gradients of several results pulled back to what they depend on: Jᵀ dy for the Jacobian J of `f` in `xs`. What no
 * result depends on is left out. It may be called while another gradient goes back.
 * @param dys by the names of f's results; of those that depend on none of `xs` they count for nothing
 */
export function pulledBack(f: () => NamedTensors, xs: NamedTensors, dys: NamedTensors): NamedTensors {
  const { state } = tf.engine() as unknown as { state: { activeTape: unknown } };
  // tfjs has one tape, and drops it when its gradient is done.
  const { activeTape } = state;
  const end = () => {
    const [loss] = withGradient(
      f(),
      () => [tf.scalar(0)] as const,
      () => Object.fromEntries(Object.entries(dys).map(([name, dy]) => [name, () => dy.clone()])),
    );
    return loss as tf.Scalar;
  };
  try {
    const { value, grads } = tf.engine().gradients(end, Object.values(xs), undefined, true);
    value.dispose();
    const found = Object.keys(xs).map((name, i) => [name, grads[i] as tf.Tensor | null | undefined] as const);
    return Object.fromEntries(found.filter((one): one is [string, tf.Tensor] => Boolean(one[1])));
  } finally {
    state.activeTape = activeTape;
  }
}
