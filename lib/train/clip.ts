import { globalNorm, mapTensors, type NamedTensors } from "../core/tensors";
import { tf } from "../core/tf";

/**
 * Gradients scaled down together where their joint norm exceeds `maxNorm`: the direction stays.
 *   g ← g · min(1, maxNorm / ‖g‖)
 * @returns the clipped gradients and ‖g‖ before
 * @see Pascanu et al. 2013; lecture 5.1
 */
export function clipByGlobalNorm<G extends NamedTensors>(grads: G, maxNorm: number): { clipped: G; norm: tf.Scalar } {
  const norm = globalNorm(grads);
  if (maxNorm === Infinity) return { clipped: grads, norm };
  const scale = tf.div(maxNorm, tf.maximum(norm, maxNorm));
  return { clipped: mapTensors(grads, (g) => g.mul(scale)), norm };
}
