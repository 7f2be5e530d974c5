import { expectForms, forms } from "../core/argumentForms";
import { expect } from "../core/errors";
import { tf } from "../core/tf";

/** Tokens [N, T] and, for each, the token that follows it. */
export type TokenBatch = { readonly inputs: tf.Tensor2D; readonly targets: tf.Tensor2D };

/** How many readers a text has, how long their windows are, and where the first reader starts. */
export interface WindowOptions {
  readonly batchSize: number;
  readonly windowLength: number;
  /** Where in the text the first reader starts. */
  readonly start?: number;
}

/**
 * A window that slides over the text without end, for truncated BPTT: the text is a ring that N readers enter at
 * equal distances, and each batch goes on where the one before stopped, so that a carried state fits what follows.
 * Whoever reads it again begins at the start. The caller disposes the batches.
 * @throws where the text is shorter than one window and the character after it
 */
export function slidingWindows(tokens: Int32Array, options: WindowOptions): Iterable<TokenBatch> {
  const optionsForm = forms.fields({ batchSize: forms.size, windowLength: forms.size }, { start: forms.count });
  expectForms("slidingWindows", { tokens: [forms.tokens, tokens], options: [optionsForm, options] });
  const { length } = tokens;
  const least = options.windowLength + 1;
  expect(
    length >= least,
    () => `slidingWindows: a text of at least ${least} characters (one window) expected, got ${length}`,
  );
  return { [Symbol.iterator]: () => windows(tokens, options) };
}

function* windows(tokens: Int32Array, options: WindowOptions): Generator<TokenBatch> {
  const { batchSize: N, windowLength: T } = options;
  for (let start = options.start ?? 0; ; start += T) {
    const rows = readRing(tokens, { readers: N, start, length: T + 1 });
    const batch = (from: number) => {
      const values = rows.flatMap((row) => Array.from(row.subarray(from, from + T)));
      return tf.tensor2d(values, [N, T], "int32");
    };
    yield { inputs: batch(0), targets: batch(1) };
  }
}

/** What readers at equal distances on the ring read from `start` on: `length` tokens each. */
export function readRing(
  tokens: Int32Array,
  options: { readers: number; start: number; length: number },
): Int32Array[] {
  const optionsForm = forms.fields({ readers: forms.size, start: forms.count, length: forms.count });
  expectForms("readRing", { tokens: [forms.tokens, tokens], options: [optionsForm, options] });
  const { readers, start, length } = options;
  const stride = Math.floor(tokens.length / readers);
  const row = (n: number) => Int32Array.from({ length }, (_, i) => tokens[(n * stride + start + i) % tokens.length]);
  return Array.from({ length: readers }, (_, n) => row(n));
}
