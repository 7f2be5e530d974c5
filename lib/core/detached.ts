import { asOne } from "./tape";
import type { tf } from "./tf";
import { withGradient } from "./withGradient";

/** What a drawing calls it. */
export const noGradient = "no gradient";

/**
 * The same values as a constant: no gradient flows back through them, and so what they are computed from needs none.
 * To the tape it is an operation without inputs.
 */
export function detached<T extends tf.Tensor>(x: T): T {
  const stop = () =>
    withGradient(
      {},
      () => [x.clone()],
      () => ({}),
    );
  return asOne({ kind: "part", name: noGradient, reads: { x } }, () => ({ x: stop()[0] })).x as T;
}
