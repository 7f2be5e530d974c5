import { tf } from "./tf";

/** f(xs) and its gradient in each of them, times `dy`; zeros in those that f does not depend on, where tf.grads throws. */
export function gradientsOf<T extends tf.Tensor>(
  f: () => tf.Scalar,
  xs: readonly T[],
  dy?: tf.Scalar,
): { value: tf.Scalar; grads: T[] } {
  const { value, grads } = tf.engine().gradients(f, [...xs], dy, true);
  return { value, grads: grads.map((grad, i) => (grad as T | null) ?? (tf.zerosLike(xs[i]) as T)) };
}
