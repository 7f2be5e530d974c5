import type { Cell, Inputs, Params, State } from "../cells/cell";
import { compile } from "../core/compile";
import { tf } from "../core/tf";
import { stateGradients } from "./gradientFlow";

/** log10 of ‖∂L/∂h_{T−k}‖ / ‖∂L/∂h_T‖ for k = 0, 1, …; null where the gradient is zero in single precision. */
export type Decades = readonly (number | null)[];

export interface DecadesOptions<P extends Params> {
  readonly params: P;
  /** [N, T, D] */
  readonly x: Inputs;
  /** ∂L/∂h_T [N, H]: the loss is L = Σ direction ⊙ h_T. */
  readonly direction: tf.Tensor2D;
  /** The longest lag. */
  readonly lags: number;
}

/**
 * How the gradient of a loss at the last step fades or grows on its way back, in decades: the mean over the batch's
 * sequences of each one's own, so that the longest do not outweigh the others. Compiled: close it.
 * @see lecture 5.1
 */
export function gradientDecades<P extends Params, S extends State>(cell: Cell<P, S>) {
  const norms = compile((params: P, x: Inputs, direction: tf.Tensor2D) =>
    tf.tidy(() => {
      const loss = (hs: readonly tf.Tensor2D[]) => hs[hs.length - 1].mul(direction).sum() as tf.Scalar;
      // Norms of what is far below 1 would underflow when squared: the largest component is taken out first.
      const { h } = stateGradients(cell, params, x, { loss });
      const largest = h.abs().max(2, true);
      const scaled = h.div(largest.maximum(1e-38)).square().sum(2).sqrt();
      return [largest.squeeze([2]), scaled] as [tf.Tensor2D, tf.Tensor2D];
    }),
  );
  return {
    close: norms.close,
    of({ params, x, direction, lags }: DecadesOptions<P>): Decades {
      const [largest, scaled] = tf.tidy(() =>
        norms(params, x, direction).map((t) => t.reverse(0).arraySync()),
      ) as number[][][];
      const decades = largest.map((row, k) => row.map((value, n) => Math.log10(value) + Math.log10(scaled[k][n])));
      return decades.slice(0, lags + 1).map((row) => {
        const relative = row.map((value, n) => value - decades[0][n]);
        return relative.every(Number.isFinite) ? relative.reduce((a, b) => a + b, 0) / row.length : null;
      });
    },
  };
}
