import { expect } from "../core/errors";
import { tf } from "../core/tf";

/** Tokens [N, T] and, for each, the token that follows it. */
export type TokenBatch = { readonly inputs: tf.Tensor2D; readonly targets: tf.Tensor2D };

export interface WindowOptions {
  readonly batchSize: number;
  readonly windowLength: number;
}

/**
 * A window that slides over the text without end, for truncated BPTT: the text is a ring that N readers enter at
 * equal distances, and each batch goes on where the one before stopped, so that a carried state fits what follows.
 * The caller disposes the batches.
 * @throws where the text is shorter than one window and the character after it
 */
export function* slidingWindows(tokens: Int32Array, options: WindowOptions): Generator<TokenBatch> {
  const { batchSize: N, windowLength: T } = options;
  expect(tokens.length > T, `a text of at least ${T + 1} characters (one window) expected, got ${tokens.length}`);
  const stride = Math.floor(tokens.length / N);
  for (let start = 0; ; start += T) {
    const read = (shift: number) => {
      const at = (i: number) => tokens[(Math.floor(i / T) * stride + (i % T) + start + shift) % tokens.length];
      return tf.tensor2d(
        Int32Array.from({ length: N * T }, (_, i) => at(i)),
        [N, T],
        "int32",
      );
    };
    yield { inputs: read(0), targets: read(1) };
  }
}
