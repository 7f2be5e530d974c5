import { tf } from "./tf";

/** A gradient of each input, computed only where it is asked for. */
type Gradients<I> = { readonly [Name in keyof I]: () => tf.Tensor };

/**
 * An operation with a gradient of its own: like `tf.customGrad`, but of several results. It has no second derivative.
 * @param forward computes the results, and saves what the gradient needs; tfjs does not look inside
 * @param backward from the gradients of the results and what was saved to the gradients of the inputs
 */
export function withGradient<I extends Readonly<Record<string, tf.Tensor>>, R extends readonly tf.Tensor[]>(
  inputs: I,
  forward: (save: (tensors: tf.Tensor[]) => void) => R,
  backward: (gradients: R, saved: tf.Tensor[]) => Gradients<I>,
): R {
  // tfjs has this in its engine and shows only the form with one result.
  const engine = tf.engine() as unknown as { runKernelFunc(kernel: object): R };
  return engine.runKernelFunc({
    inputs,
    forwardFunc: (_: unknown, save: (tensors: tf.Tensor[]) => void) => forward(save),
    backwardsFunc: (gradients: R | tf.Tensor, saved: tf.Tensor[]) =>
      backward((Array.isArray(gradients) ? gradients : [gradients]) as unknown as R, saved),
  });
}
