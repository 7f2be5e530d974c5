import { tf } from "../core/tf";

/**
 * Each vector along the last axis with mean 0 and variance 1: (x − μ) / √(σ² + 10⁻⁵). The gain and the bias that usually
 * follow are left to the Wx and the b of the layer that reads it: with these they are one.
 * @param x […, H]
 * @see Ba, Kiros & Hinton 2016
 */
export const layerNorm = <T extends tf.Tensor>(x: T): T =>
  tf.tidy(() => {
    const { mean, variance } = tf.moments(x, -1, true);
    return x.sub(mean).div(variance.add(1e-5).sqrt()) as T;
  });
