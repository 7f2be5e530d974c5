import type { Params } from "../cells/cell";
import { linearModule, type TorchModules, type Weighted } from "../cells/torchModule";
import { expectForm, expectSizes, forms } from "../core/argumentForms";
import { tf } from "../core/tf";
import { denseWeights } from "./dense";

/** How a question q and a picture v become one vector. */
export const joins = ["concatenate", "multiply"] as const;
/** The name of a way to join question and picture. */
export type Join = (typeof joins)[number];

/** A layer that joins a question and a picture. */
export interface JoinLayer extends Weighted {
  /** `join`. */
  readonly torch: TorchModules;
  /** o [M, H] of q and v [M, H]. */
  apply(params: Params, q: tf.Tensor2D, v: tf.Tensor2D): tf.Tensor2D;
}

/**
 * Two vectors joined, and a layer on what they are together.
 *   u = [q, v] or q ⊙ v     o = tanh(u Wo + bo)     Wo [2H or H, H]  bo [H]
 * @see Antol et al. 2015 and Lu et al. 2015 for ⊙; lecture 3.3
 */
export function joinLayer(join: Join, hiddenSize: number): JoinLayer {
  expectForm("joinLayer: join", forms.oneOf(joins), join);
  expectSizes("joinLayer", { hiddenSize });
  return {
    torch: { join: linearModule("Wo", "bo") },
    init(key) {
      const { Wy: Wo, by: bo } = denseWeights(key, join === "concatenate" ? 2 * hiddenSize : hiddenSize, hiddenSize);
      return { Wo, bo };
    },
    apply: ({ Wo, bo }, q, v) =>
      tf.tidy(() => {
        const u = join === "multiply" ? q.mul<tf.Tensor2D>(v) : tf.concat2d([q, v], 1);
        return u
          .matMul(Wo as tf.Tensor2D)
          .add(bo)
          .tanh() as tf.Tensor2D;
      }),
  };
}
