import { expectForms, forms } from "../core/argumentForms";
import { tensor } from "../core/tensorForms";
import type { tf } from "../core/tf";

/** What of a sequence's outputs a read-out sees. */
export const readOuts = ["last", "mean", "all"] as const;
/** The name of what a read-out sees. */
export type ReadOut = (typeof readOuts)[number];

/** How many numbers it sees of T outputs of H numbers. */
export const readOutSize = (readOut: ReadOut, T: number, H: number): number => (readOut === "all" ? T * H : H);

/**
 * hs [T, N, H] as [N, readOutSize]:
 *   last: h_T     mean: (h_1 + … + h_T) / T     all: h_1, …, h_T side by side, the lecture's dense layer's input
 */
export function readOutputs(hs: tf.Tensor3D, readOut: ReadOut): tf.Tensor2D {
  expectForms("readOutputs", { hs: [tensor("T", "N", "H"), hs], readOut: [forms.oneOf(readOuts), readOut] });
  const [T, N] = hs.shape;
  if (readOut === "mean") return hs.mean(0);
  if (readOut === "last") return hs.slice(T - 1, 1).squeeze<tf.Tensor2D>([0]);
  return hs.transpose([1, 0, 2]).reshape<tf.Tensor2D>([N, -1]);
}
