import { mean } from "../analysis/statistics";
import { inPercent } from "../view/inPercent";
import { finished, type Trial } from "./trials";

/**
 * What the finished models of a condition have measured after their last step, mean over the seeds; NaN where there is none: then a
 * figure has no finding.
 */
export function finalMean<T extends Trial>(
  models: readonly T[],
  condition: string,
  of: (final: NonNullable<T["final"]>) => number,
): number {
  const own = finished(models.filter((model) => model.condition === condition));
  return mean(own.map(({ final }) => of(final!)));
}

/** "0.041 bits less": a difference, in words that turn with its sign. */
export const lessOrMore = (difference: number, unit: string, digits = 2): string =>
  `${Math.abs(difference).toFixed(digits)} ${unit} ${difference < 0 ? "less" : "more"}`;

/** "40 %", "10⁻⁷": what is left of something, or has become of it, told by its logarithm to base 10. */
export function fromDecades(exponent: number): string {
  const whole = Math.round(exponent);
  if (!Number.isInteger(whole) || (exponent > -2 && exponent < 1)) return inPercent(10 ** exponent);
  const digits = [...String(Math.abs(whole))].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("");
  return `10${whole < 0 ? "⁻" : ""}${digits}`;
}
