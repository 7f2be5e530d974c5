import { withGradient } from "./native";
import type { tf } from "./tf";

/**
 * The same values as a constant: no gradient flows back through them, and so what they are computed from needs none.
 * To the tape it is an operation without inputs.
 */
export function detached<T extends tf.Tensor>(x: T): T {
  const [result] = withGradient(
    {},
    () => [x.clone()],
    () => ({}),
  );
  return result as T;
}
