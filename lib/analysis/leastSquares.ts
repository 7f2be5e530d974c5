import { expectForms, expectLength, forms } from "../core/argumentForms";
import { mean } from "./statistics";

/** The line through points that has the least squared error, and the share of y's variance that it explains. */
export interface Line {
  readonly slope: number;
  readonly intercept: number;
  readonly r2: number;
}

const { list, number } = forms;

/**
 * The line y = slope · x + intercept with the least sum of squared errors, and the share of the variance that it
 * explains.
 */
export function leastSquares(x: readonly number[], y: readonly number[]): Line {
  expectForms("leastSquares", { x: [list(number, 1), x], y: [list(number, 1), y] });
  expectLength("leastSquares: y", y, x.length, "numbers, one for each of x,");
  const [mx, my] = [mean(x), mean(y)];
  const covariance = mean(x.map((value, i) => (value - mx) * (y[i] - my)));
  const [vx, vy] = [x, y].map((values) => mean(values.map((value) => (value - mean(values)) ** 2)));
  return { slope: covariance / vx, intercept: my - (covariance / vx) * mx, r2: covariance ** 2 / (vx * vy) };
}
