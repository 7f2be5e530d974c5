import type { Params } from "../cells/cell";
import { detached } from "../core/detached";
import { forkTensor, type TensorKey, uniformTensor } from "../core/random";
import { tf } from "../core/tf";
import { categorical } from "../train/categorical";
import type { AttentionCaptioner, LookingReading } from "./attention";
import type { CaptionBatch } from "./captioner";
import { type Choose, hardest } from "./glance";

/** What a caption's reward is compared with. */
export const baselines = ["none", "moving average", "self-critical"] as const;
/** The name of what a reward is compared with. */
export type Baseline = (typeof baselines)[number];

/** How the sampled gradient of hard attention is formed. */
export interface ReinforceOptions {
  readonly baseline: Baseline;
  /** λ: how much the entropy of α counts. */
  readonly entropy: number;
  /**
   * Share of the captions of a batch, drawn anew at each step, that read the average under α, as soft attention does: these have an
   * exact gradient, of another objective. By default 0; Xu et al. take a half.
   */
  readonly semi?: number;
}

/** A path of places, one before each word, and what came of it, by caption [N]. */
export type Paths = {
  /** R = Σ_t log p(y_t | y_<t, places): the reward. */
  readonly reward: tf.Tensor1D;
  /** Σ_t log α_t at the chosen places. */
  readonly logProb: tf.Tensor1D;
  /** Σ_t H(α_t), in nats. */
  readonly entropy: tf.Tensor1D;
};

/** What comes of reading with one place before each word, as `choose` says; padding does not count. With a key there is dropout. */
export function followPaths(
  model: AttentionCaptioner,
  params: Params,
  { image, inputs, targets, mask }: CaptionBatch<tf.Tensor3D>,
  { choose, key }: Pick<LookingReading, "choose" | "key">,
): Paths {
  return tf.tidy(() => {
    const state = model.start(params, image);
    const { logits, alphas, weights } = model.read(params, inputs, { state, choose, key });
    const logs = alphas.add(tiny).log();
    const said = logits.logSoftmax().mul(tf.oneHot(targets, logits.shape[2])).sum(2);
    const overWords = (each: tf.Tensor) => each.mul(mask).sum<tf.Tensor1D>(1);
    return {
      reward: overWords(said),
      logProb: overWords(logs.mul(weights).sum(2)),
      entropy: overWords(alphas.mul(logs).sum(2).neg()),
    };
  });
}

const tiny = 1e-20;

/** One place a caption and word, drawn from α; no gradient flows through the choice. */
export function drawn(key: TensorKey, { T, N }: { T: number; N: number }): Choose {
  const uniforms = tf.unstack(uniformTensor(key, [T, N])) as tf.Tensor1D[];
  return (alpha, t) => {
    const logits = detached(alpha).add(tiny).log() as tf.Tensor2D;
    const places = categorical(logits, { uniforms: uniforms[t], temperatures: tf.ones([N]) });
    return tf.oneHot(places, alpha.shape[1]).cast("float32") as tf.Tensor2D;
  };
}

/** The mean reward of the batches before: [1]. */
export type Average = { readonly average: tf.Tensor };

/**
 * Hard attention's loss, in nats per word: one place s_t ~ α_t is read before each word, and the gradient is estimated by
 *   ∂J ≈ ∂ log p(y | s) + (R − b) ∂ log p(s) + λ ∂ Σ H(α_t)     R = log p(y | s)
 * The baseline b does not depend on s, so that the estimate has no bias (but for λ): 0, the moving average of earlier
 * batches' rewards (9/10 of the old, 1/10 of the new), or the caption's own reward where α is largest.
 * Captions that read the average (`semi`) have ∂ log p(y | α) + λ ∂ Σ H(α_t) instead.
 * The value is the nats; only the gradient is the estimate's.
 * @see Williams 1992; Xu et al. 2015 §4.1; Rennie et al. 2017 for the self-critical baseline
 */
export const reinforceLoss =
  (model: AttentionCaptioner, { baseline, entropy: lambda, semi = 0 }: ReinforceOptions) =>
  (params: Params, batch: CaptionBatch<tf.Tensor3D>, state: Average | undefined, key: TensorKey | undefined) =>
    tf.tidy(() => {
      const [N, T] = batch.inputs.shape;
      const own = key as TensorKey;
      const draw = drawn(own, { T, N });
      // 1 where a caption reads one place before each word, 0 where it reads the average.
      const draws = uniformTensor(forkTensor(own, "semi"), [N, 1]).greaterEqual(semi).cast("float32");
      const choose: Choose = (alpha, t) =>
        semi === 0 ? draw(alpha, t) : draws.mul(draw(alpha, t)).add(tf.sub(1, draws).mul(alpha));
      const path = { choose, key: forkTensor(own, "dropout") };
      const { reward, logProb, entropy } = followPaths(model, params, batch, path);
      const average = (state as Average).average;
      const compared = {
        none: () => tf.zerosLike(reward),
        "moving average": () => average,
        "self-critical": () => followPaths(model, params, batch, { choose: hardest }).reward,
      }[baseline]();
      const advantage = detached(reward.sub(compared));
      const gain = reward.add(advantage.mul(draws.flatten()).mul(logProb)).add(entropy.mul(lambda));
      const words = batch.mask.sum();
      const [nats, surrogate] = [reward, gain].map((one) => one.sum().div(words).neg());
      return {
        loss: detached(nats).add(surrogate.sub(detached(surrogate))) as tf.Scalar,
        state: { average: average.mul(0.9).add(detached(reward).mean().mul(0.1)) } as Average,
      };
    });
