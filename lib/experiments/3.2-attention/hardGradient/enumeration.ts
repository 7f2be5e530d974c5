import type { Params } from "../../../cells/cell";
import { compile } from "../../../core/compile";
import { gradientsOf } from "../../../core/gradients";
import { tf } from "../../../core/tf";
import type { AttentionCaptioner } from "../../../models/attention";
import type { CaptionBatch } from "../../../models/captioner";
import { along, expectedReward, pathsThrough } from "../../../models/expectedReward";
import { hardest } from "../../../models/glance";
import { followPaths } from "../../../models/reinforce";

/**
 * Every path s of places that hard attention can take through one caption, and the two gradients that an estimate of
 *   g = ∂ E_s[R_s] = Σ_s p_s (A_s + (R_s − b) B_s)     R_s = log p(y | s)    A_s = ∂ R_s    B_s = ∂ log p_s
 * is made of. Lengths and angles of sums of them need their products only.
 */
export interface Enumeration {
  /** p_s, R_s */
  readonly probs: Float64Array;
  readonly rewards: Float64Array;
  /** The path that takes the likeliest place each time. */
  readonly greedy: number;
  /** A Aᵀ, A Bᵀ, B Bᵀ, each [P, P] row by row. */
  readonly products: { readonly AA: Float64Array; readonly AB: Float64Array; readonly BB: Float64Array };
  /** Relative distance between Σ p_s (A_s + R_s B_s) and the derivative of Σ p_s R_s taken at once. */
  readonly identity: number;
}

/** @param caption one caption, [1, T], none of it padding */
export function enumerate(model: AttentionCaptioner, params: Params, caption: CaptionBatch<tf.Tensor3D>): Enumeration {
  const paths = pathsThrough(caption.image.shape[1], caption.inputs.shape[1]);
  const found: Enumeration[] = [];
  tf.tidy(() => {
    const { gradA, gradB } = pathGradients(model, params, caption, paths);
    const all = expectedReward(model, params, caption);
    const [rewards, probs] = [all.rewards, all.probs].map((tensor) => Float64Array.from(tensor.dataSync()));
    const { grads } = gradientsOf(() => expectedReward(model, params, caption).expected, Object.values(params));
    const g = tf.concat(grads.map((grad) => grad.flatten()));
    const mean = mixture(probs, gradA).add(
      mixture(
        probs.map((p, s) => p * rewards[s]),
        gradB,
      ),
    );
    const square = (a: tf.Tensor2D, b: tf.Tensor2D) => Float64Array.from(a.matMul(b, false, true).dataSync());
    found.push({
      ...{ probs, rewards, greedy: greedyPath(model, params, caption) },
      products: { AA: square(gradA, gradA), AB: square(gradA, gradB), BB: square(gradB, gradB) },
      identity: mean.sub(g).norm().div(g.norm()).dataSync()[0],
    });
  });
  return found[0];
}

/** Every path's gradient of R and of log p, [P, weights] each: one path at a time, compiled. */
function pathGradients(
  model: AttentionCaptioner,
  params: Params,
  caption: CaptionBatch<tf.Tensor3D>,
  paths: readonly (readonly number[])[],
) {
  const [, L] = caption.image.shape;
  const one = compile((weights: Params, batch: CaptionBatch<tf.Tensor3D>, taken: tf.Tensor2D) => {
    const of = (which: "reward" | "logProb") => {
      const value = () => followPaths(model, weights, batch, { choose: along(taken, L) })[which].sum() as tf.Scalar;
      return tf.concat(gradientsOf(value, Object.values(weights)).grads.map((grad) => grad.flatten()));
    };
    return { A: of("reward"), B: of("logProb") };
  });
  const found = paths.map((path) =>
    tf.tidy(() => one(params, caption, tf.tensor2d([...path], [1, path.length], "int32"))),
  );
  one.close();
  return {
    gradA: tf.stack(found.map(({ A }) => A)) as tf.Tensor2D,
    gradB: tf.stack(found.map(({ B }) => B)) as tf.Tensor2D,
  };
}

const mixture = (weights: Float64Array, rows: tf.Tensor2D): tf.Tensor =>
  tf.tensor2d(Float32Array.from(weights), [1, weights.length]).matMul(rows).flatten();

function greedyPath(model: AttentionCaptioner, params: Params, caption: CaptionBatch<tf.Tensor3D>): number {
  const [, L] = caption.image.shape;
  const state = model.start(params, caption.image);
  const { alphas } = model.read(params, caption.inputs, { state, choose: hardest });
  return Array.from(alphas.argMax(2).dataSync()).reduce((s, place, t) => s + place * L ** t, 0);
}
