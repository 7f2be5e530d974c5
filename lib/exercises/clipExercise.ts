import { fork, normal, seed } from "../core/random";
import { globalNorm, mapTensors, type NamedTensors } from "../core/tensors";
import { tf } from "../core/tf";
import { clipByGlobalNorm, clipByValue } from "../train/clip";
import type { Exercise, Mistake, TriedOn } from "./exercise";

/** Gradients by name, and the most that their joint norm may be. */
export type ClipArguments = [grads: NamedTensors, maxNorm: number];

/** Each gradient times a factor. */
const scaled = (
  says: string,
  factor: (grads: NamedTensors, maxNorm: number, own: tf.Tensor) => tf.Tensor,
): Mistake<ClipArguments> => ({
  says,
  answer: (grads, maxNorm) => mapTensors(grads, (g) => g.mul(factor(grads, maxNorm, g))),
});

const atMostOne = (factor: tf.Tensor): tf.Tensor => tf.minimum(1, factor);
const all = (grads: NamedTensors): tf.Tensor => tf.concat(Object.values(grads).map((g) => g.flatten()));

/** g ← g · min(1, maxNorm / ‖g‖) */
export const clipExercise: Exercise<ClipArguments> = {
  name: "Clipping",
  takes: ["grads", "maxNorm"],
  returns: "the clipped gradients { Wx, b }",
  trials() {
    const grads = (std: number) => ({
      Wx: normal(fork(seed(17), "Wx"), [3, 4], std),
      b: normal(fork(seed(17), "b"), [4], std),
    });
    const trial = (std: number, maxNorm: number, which: string): TriedOn<ClipArguments> => ({
      args: [grads(std), maxNorm],
      given: `maxNorm ${maxNorm}, ${which} ‖g‖`,
    });
    return [trial(2, 0.8, "below"), trial(0.1, 1.5, "above")];
  },
  right: (grads, maxNorm) => clipByGlobalNorm(grads, maxNorm).clipped,
  mistakes: [
    {
      says: "This clips by value, each number for itself: by norm, all are scaled together and the direction stays.",
      answer: clipByValue,
    },
    scaled("Each tensor is scaled by its own norm: there is one norm, of all gradients together.", (_, most, g) =>
      atMostOne(tf.div(most, g.norm())),
    ),
    scaled("The condition is missing: gradients whose norm is below maxNorm stay as they are.", (grads, most) =>
      tf.div(most, globalNorm(grads)),
    ),
    scaled("The condition is the wrong way round: only where ‖g‖ exceeds maxNorm is anything scaled.", (grads, most) =>
      tf.maximum(1, tf.div(most, globalNorm(grads))),
    ),
    scaled("The root is missing: ‖g‖ is the root of the sum of squares.", (grads, most) =>
      atMostOne(tf.div(most, globalNorm(grads).square())),
    ),
    scaled("The norm is the root of the sum of squares, not the sum of absolute values.", (grads, most) =>
      atMostOne(tf.div(most, all(grads).abs().sum())),
    ),
    scaled("The norms of the tensors are added: it is their squares that are added, before the root.", (grads, most) =>
      atMostOne(tf.div(most, tf.addN(Object.values(grads).map((g) => g.norm())))),
    ),
    scaled("The squares are summed, not averaged.", (grads, most) =>
      atMostOne(tf.div(most, all(grads).square().mean().sqrt())),
    ),
    scaled("The norm after clipping is maxNorm, not 1: the factor is maxNorm / ‖g‖.", (grads, most) => {
      const norm = globalNorm(grads);
      return tf.where(norm.greater(most), tf.div(1, norm), 1);
    }),
    scaled("The norm is compared with the largest number: it is the root of the sum of squares.", (grads, most) =>
      atMostOne(tf.div(most, all(grads).abs().max())),
    ),
    scaled("Nothing is clipped: a norm above maxNorm is scaled down to it.", () => tf.scalar(1)),
  ],
};
