import type { Cell, Inputs, Params, State } from "../cells/cell";
import { tf } from "../core/tf";
import { stateGradients } from "./gradientFlow";
import { mean } from "./statistics";

/** log10 of ‖∂L/∂h_{T−k}‖ / ‖∂L/∂h_T‖ for k = 0, 1, …; ends before the lag at which the gradient is zero, or infinite, in single precision. */
export type Decades = readonly number[];

export interface DecadesOptions<P extends Params> {
  readonly params: P;
  /** [N, T, D] */
  readonly x: Inputs;
  /** ∂L/∂h_T [N, H]: the loss is L = Σ direction ⊙ h_T. */
  readonly direction: tf.Tensor2D;
  /** The longest lag. */
  readonly lags: number;
}

/** The longest component of ∂L/∂h_t and the norm in units of it, each [T + 1, N]: squares of what is far below 1 would be 0. */
type Norms<P extends Params> = (params: P, x: Inputs, direction: tf.Tensor2D) => [tf.Tensor2D, tf.Tensor2D];

/** May be compiled, where it is called often. */
export const backwardNorms =
  <P extends Params, S extends State>(cell: Cell<P, S>): Norms<P> =>
  (params, x, direction) =>
    tf.tidy(() => {
      const loss = (hs: readonly tf.Tensor2D[]) => hs[hs.length - 1].mul(direction).sum() as tf.Scalar;
      const { h } = stateGradients(cell, params, x, { loss });
      const longest = h.abs().max(2, true);
      const norms = h.div(longest.maximum(1e-38)).square().sum(2).sqrt();
      return [longest.squeeze([2]), norms] as [tf.Tensor2D, tf.Tensor2D];
    });

/**
 * How the gradient of a loss at the last step fades or grows on its way back, in decades: the mean over the batch's
 * sequences of each one's own, so that the longest do not outweigh the others.
 * @see lecture 5.1
 */
export function gradientDecades<P extends Params>(norms: Norms<P>, options: DecadesOptions<P>): Decades {
  const { params, x, direction, lags } = options;
  const [longest, scaled] = tf.tidy(() =>
    norms(params, x, direction).map((t) => t.reverse(0).arraySync() as number[][]),
  );
  const decades = longest.map((row, k) => row.map((value, n) => Math.log10(value) + Math.log10(scaled[k][n])));
  const relative = decades.slice(0, lags + 1).map((row) => mean(row.map((value, n) => value - decades[0][n])));
  const end = relative.findIndex((value) => !Number.isFinite(value));
  return end < 0 ? relative : relative.slice(0, end);
}

/** At each lag that all of them reach, the mean; of none, none. */
export function meanDecades(all: readonly Decades[]): number[] {
  const [first = [], ...others] = all;
  const reached = Math.min(first.length, ...others.map(({ length }) => length));
  return first.slice(0, reached).map((_, k) => mean(all.map((one) => one[k])));
}
