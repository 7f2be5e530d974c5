import type { Params, State } from "../cells/cell";
import { expectForms, forms } from "../core/argumentForms";
import { tf } from "../core/tf";
import type { CharLm } from "./charLm";
import { maskedCrossEntropy } from "./maskedCrossEntropy";

/**
 * What a decoder learns from, by teacher forcing: it reads `inputs` START y_1 … y_T and is to say `targets` y_1 … y_T END,
 * both int32 [N, T + 1]; `mask` [N, T + 1] is 0 where a shorter sequence is padded.
 */
export type TargetBatch = { readonly inputs: tf.Tensor2D; readonly targets: tf.Tensor2D; readonly mask: tf.Tensor2D };

/**
 * Mean cross-entropy in nats per target that is not padding, each given the true ones before it.
 * @see Williams & Zipser 1989 for teacher forcing
 */
export function teacherForced<S extends State>(
  decoder: Pick<CharLm<S>, "logits">,
  params: Params,
  { inputs, targets, mask, initial }: TargetBatch & { readonly initial: S },
): tf.Scalar {
  return tf.tidy(() => {
    const { logits } = decoder.logits(params, inputs, initial);
    const [N, T, V] = logits.shape;
    return maskedCrossEntropy(logits.reshape([N * T, V]), { targets: targets.flatten(), mask: mask.flatten() });
  });
}

/** What was drawn before the first END. */
export function untilEnd(tokens: Int32Array, end: number): Int32Array {
  expectForms("untilEnd", { tokens: [forms.tokens, tokens], end: [forms.count, end] });
  const length = tokens.indexOf(end);
  return length < 0 ? tokens : tokens.slice(0, length);
}
