import { tf } from "../core/tf";

/** The mean under α, the one x_i where α is largest, or the plain mean of all: then α is of no use. */
export const glances = ["soft", "hard", "mean"] as const;
/** How α is used: "soft", "hard" or "mean". */
export type Glance = (typeof glances)[number];

/** From the attention α [N, L] before word t to the weights that are read with [N, L]: α itself, or a place's one-hot. */
export type Choose = (alpha: tf.Tensor2D, t: number) => tf.Tensor2D;

/** Where α is largest, as a one-hot [N, L]; no gradient flows through it. */
export const hardest: Choose = (alpha) =>
  tf.oneHot(alpha.argMax<tf.Tensor1D>(1), alpha.shape[1]).cast("float32") as tf.Tensor2D;

/** What each glance reads with. */
export const usualChoice: Readonly<Record<Glance, Choose>> = {
  soft: (alpha) => alpha,
  hard: hardest,
  mean: (alpha) => tf.fill(alpha.shape, 1 / alpha.shape[1]),
};
