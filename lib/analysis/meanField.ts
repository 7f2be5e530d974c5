import { jStat } from "jstat";

/** What the theory of infinitely many units says of h_t = tanh(h_{t−1} Wh), Wh ~ N(0, g²/H). */
export interface MeanField {
  /** Mean square of a unit. */
  readonly q: number;
  /** The largest Lyapunov exponent. */
  readonly exponent: number;
  /** Share of |h| above 0.9. */
  readonly saturated: number;
}

/**
 * Mean-field theory: the sum that a unit reads is Gaussian with variance g²q, and so
 *   q = E tanh²(g √q z)     λ = ½ ln(g² E[(1 − tanh²(g √q z))²])     z ~ N(0, 1)
 * For g ≤ 1 the only solution is q = 0, where λ = ln g.
 * @see Sompolinsky, Crisanti & Sommers 1988; Molgedey, Schuchhardt & Schuster 1992 for time in steps
 */
export function meanField(g: number): MeanField {
  const q = g <= 1 ? 0 : meanSquare(g);
  const slope = gaussianMean((z) => (1 - Math.tanh(g * Math.sqrt(q) * z) ** 2) ** 2);
  const edge = Math.atanh(0.9) / (g * Math.sqrt(q));
  return { q, exponent: Math.log(g * Math.sqrt(slope)), saturated: 2 * jStat.normal.cdf(-edge, 0, 1) };
}

/** The q > 0 with E tanh²(g √q z) = q, by bisection: the left side divided by q falls from g² as q grows. */
function meanSquare(g: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 50; i++) {
    const q = (low + high) / 2;
    if (gaussianMean((z) => Math.tanh(g * Math.sqrt(q) * z) ** 2) > q) low = q;
    else high = q;
  }
  return (low + high) / 2;
}

/** E f(z), z ~ N(0, 1), by the trapezoidal rule, which converges exponentially here. */
function gaussianMean(f: (z: number) => number): number {
  const width = 0.02;
  let sum = 0;
  for (let z = -8; z <= 8; z += width) sum += f(z) * Math.exp(-z * z * 0.5);
  return (sum * width) / Math.sqrt(2 * Math.PI);
}
