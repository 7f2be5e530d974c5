import { tf } from "../core/tf";

/** The largest number below 1 that has single precision. */
const belowOne = 1 - 2 ** -24;

/** Uniform numbers as `categorical` wants them: single precision, and below 1 also after rounding. */
export const singles = (values: readonly number[]): Float32Array =>
  Float32Array.from(values, (value) => Math.min(value, belowOne));

/**
 * One token a row from softmax(logits / temperature), where its cumulated probability exceeds the uniform number u;
 * at temperature 0 the argmax.
 * @param logits [N, V]
 * @returns int32 [N]
 */
export function categorical(
  logits: tf.Tensor2D,
  { uniforms, temperatures }: { uniforms: tf.Tensor1D; temperatures: tf.Tensor1D },
): tf.Tensor1D {
  return tf.tidy(() => {
    const [N, V] = logits.shape;
    const greedy = temperatures.equal(0);
    const scale = tf.where(greedy, 1, temperatures).reshape([N, 1]);
    const cumulated = logits.div(scale).softmax().cumsum(1);
    // Of the sum, not of 1: rounding must not leave a gap at the end that belongs to no token.
    const thresholds = cumulated.slice([0, V - 1]).mul(uniforms.reshape([N, 1]));
    const drawn = cumulated.lessEqual(thresholds).cast("int32").sum(1);
    return tf.where(greedy, logits.argMax(1), drawn) as tf.Tensor1D;
  });
}
