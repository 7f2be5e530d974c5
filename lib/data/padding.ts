import { expectForms, forms } from "../core/argumentForms";
import { expect } from "../core/errors";
import { tf } from "../core/tf";

/** Tokens int32 [N, T], and a mask [N, T]: 1 where there is a token, 0 where a shorter sequence is padded. */
export type Padded = { readonly tokens: tf.Tensor2D; readonly mask: tf.Tensor2D };

/**
 * Sequences of different lengths as one batch, padded at their ends; the caller disposes it.
 * `length` is T, at least that of the longest; `filler` the token that stands for nothing, where the mask says so.
 * @throws where a sequence is longer
 */
export function padded(
  sequences: readonly ArrayLike<number>[],
  options: { readonly length: number; readonly filler?: number },
): Padded {
  const optionsForm = forms.fields({ length: forms.size }, { filler: forms.count });
  expectForms("padded", { sequences: [forms.list(forms.tokens, 1), sequences], options: [optionsForm, options] });
  const { length: T, filler = 0 } = options;
  const N = sequences.length;
  const [tokens, mask] = [new Int32Array(N * T).fill(filler), new Float32Array(N * T)];
  sequences.forEach((sequence, n) => {
    expect(
      sequence.length <= T,
      () => `padded: sequences of at most ${T} tokens expected, got one of ${sequence.length}`,
    );
    tokens.set(sequence, n * T);
    mask.fill(1, n * T, n * T + sequence.length);
  });
  return { tokens: tf.tensor2d(tokens, [N, T], "int32"), mask: tf.tensor2d(mask, [N, T]) };
}
