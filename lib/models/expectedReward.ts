import type { Params } from "../cells/cell";
import { tf } from "../core/tf";
import type { AttentionCaptioner } from "./attention";
import type { CaptionBatch } from "./captioner";
import type { Choose } from "./glance";
import { followPaths } from "./reinforce";

/** Every path s of places that hard attention can take through one caption. */
export type AllPaths = {
  /** p_s = Π_t α_t at its places [P]. */
  readonly probs: tf.Tensor1D;
  /** R_s = log p(y | s) [P]. */
  readonly rewards: tf.Tensor1D;
  /** What hard attention learns to make large: E_s[R_s] = Σ_s p_s R_s. Its gradient is the true one, which drawn places estimate. */
  readonly expected: tf.Scalar;
};

/** L^T paths, each by its place before every word. */
export const pathsThrough = (L: number, T: number): number[][] =>
  Array.from({ length: L ** T }, (_, s) => Array.from({ length: T }, (__, t) => Math.floor(s / L ** t) % L));

/**
 * What hard attention's sampled gradient estimates, exactly, by enumeration of all paths.
 * @param caption one caption [1, T], none of it padding; L^T paths must be few
 * @see Xu et al. 2015, equation 10, whose sum this is
 */
export function expectedReward(
  model: AttentionCaptioner,
  params: Params,
  caption: CaptionBatch<tf.Tensor3D>,
): AllPaths {
  return tf.tidy(() => {
    const [, L] = caption.image.shape;
    const paths = pathsThrough(L, caption.inputs.shape[1]);
    const taken = tf.tensor2d(paths.flat(), [paths.length, paths[0].length], "int32");
    const { reward, logProb } = followPaths(model, params, copies(caption, paths.length), { choose: along(taken, L) });
    const probs = logProb.exp() as tf.Tensor1D;
    return { probs, rewards: reward, expected: probs.mul(reward).sum() as tf.Scalar };
  });
}

/** One caption as often as that; dispose them. */
export function copies({ image, inputs, targets, mask }: CaptionBatch<tf.Tensor3D>, count: number) {
  const many = <T extends tf.Tensor>(one: T): T => one.tile([count, ...one.shape.slice(1).map(() => 1)]) as T;
  return { image: many(image), inputs: many(inputs), targets: many(targets), mask: many(mask) };
}

/** Places by number, int32 [N, T], as the weights that are read with. */
export const along = (taken: tf.Tensor2D, L: number): Choose => {
  const steps = tf.unstack(taken, 1) as tf.Tensor1D[];
  return (_, t) => tf.oneHot(steps[t], L).cast("float32") as tf.Tensor2D;
};
