import { expectForms, expectLength, forms } from "../core/argumentForms";
import { ranks } from "./units";

/**
 * Spearman's rank correlation: how far y rises wherever x does, whatever the shape of the curve. With the ranks r and s of
 * x and y,
 *   ρ = Σ (r − r̄)(s − s̄) / √(Σ (r − r̄)² Σ (s − s̄)²)
 * @returns from −1 to 1; 0 where all x, or all y, are equal: then there is no trend
 * @see Spearman 1904
 */
export function spearman(x: readonly number[], y: readonly number[]): number {
  expectForms("spearman", { x: [forms.numbers, x], y: [forms.numbers, y] });
  expectLength("spearman: y", y, x.length, "values, one for each x,");
  const middle = (x.length + 1) / 2;
  const [r, s] = [x, y].map((values) => ranks(Float32Array.from(values)).map((rank) => rank - middle));
  const product = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);
  return product(r, s) / (Math.sqrt(product(r, r) * product(s, s)) || 1);
}
