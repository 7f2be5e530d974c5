import { geometricMeanAndBand, meanAndBand } from "../../../lab/bands";
import { sharedLogRange } from "../../../view/axis";
import { type Figure, lines, type Series } from "../../../view/figure";
import { panels } from "../../../view/panels";
import { allCells, allMeasures, type Condition } from "./conditions";
import { forgetBias, type GradientLeft, type LstmResult, type Variant, variants } from "./config";

/** A line over lags 'from', 'from' + 1, …: the geometric mean over seeds of curves of log₁₀, with its interval. */
export function decades(name: string, curves: readonly (readonly number[])[], from: number): Series {
  const { x, y, low, high } = overLags(name, curves, from);
  const power = (logs: readonly number[]) => logs.map((value) => 10 ** value);
  return { name, x, y: power(y), low: power(low), high: power(high) };
}

export function overLags(name: string, curves: readonly (readonly number[])[], from: number) {
  const lags = curves[0]?.map((_, k) => k) ?? [];
  return { name, x: lags.map((k) => k + from), ...meanAndBand(lags.map((k) => curves.map((curve) => curve[k]))) };
}

export const titles: Readonly<Record<Condition, string>> = { fresh: "Before training", trained: "After training" };
export const conditions: readonly Condition[] = ["fresh", "trained"];

/** The gradient in every earlier state, of every kind of network, before and after training. */
export function flowFigure(result: LstmResult): Figure {
  const series = conditions.map((condition) =>
    variants
      .filter((variant) => allMeasures(result, variant, condition).length > 0)
      .map((variant) =>
        decades(
          variant,
          allMeasures(result, variant, condition).map(({ gradient }) => gradient),
          0,
        ),
      ),
  );
  const range = sharedLogRange(series.flat());
  const figures = conditions.map((condition, i) =>
    lines(series[i], {
      title: titles[condition],
      x: { title: "lag k, characters back" },
      y: { title: i === 0 ? "‖∂L/∂s<sub>T−k</sub>‖ / ‖∂L/∂s<sub>T</sub>‖" : "", log: true, range },
      alt: `${titles[condition]}: ${series[i].map(({ name, y }) => `${name} ${y.at(-1)?.toExponential(0)}`).join(", ")} at the longest lag`,
    }),
  );
  return panels("How much of the loss's gradient reaches the state k characters before", figures);
}

/** What reaches the cell state, what would if ∏f were the only way, and the closed form σ(b)^k. */
export function forgetFigure(result: LstmResult): Figure {
  const places: readonly [Variant, Condition][] = [
    ["LSTM, bias 0", "fresh"],
    ["LSTM, bias 1", "fresh"],
    ["LSTM, bias 2", "fresh"],
    ["LSTM, bias 1", "trained"],
  ];
  const series = places.map(([variant, condition]) => {
    const cells = allCells(result, variant, condition);
    const gradient = cells.map((cell) => cell.gradient);
    const carried = cells.map((cell) => cell.carried);
    const measured = [decades("measured gradient in c", gradient, 1), decades("through ∏f alone", carried, 1)];
    return condition === "fresh" ? [...measured, closedForm(variant, gradient[0]?.length ?? 0)] : measured;
  });
  const range = sharedLogRange(series.flat());
  const figures = places.map(([variant, condition], i) =>
    lines(series[i], {
      title: `${variant}, ${condition}`,
      x: { title: "lag k" },
      y: { title: "relative to k = 1", log: true, range },
      alt: `${variant}, ${condition}: ${series[i].map(({ name, y }) => `${name} ${y.at(-1)?.toExponential(0)}`).join(", ")}`,
    }),
  );
  return panels("The gradient in the cell state, the product of forget gates, and σ(b)^(k−1)", figures);
}

function closedForm(variant: Variant, lags: number): Series {
  const x = Array.from({ length: lags }, (_, k) => k + 1);
  return { name: "σ(b)^(k−1)", x, y: x.map((k) => sigmoid(forgetBias[variant]!) ** (k - 1)) };
}

/** What is left of the gradient at the longest lag while the networks learn; and in the cell state beside what ∏f leaves. */
export function keptFigure(result: LstmResult): Figure {
  const { lag, batchSize, windowLength } = result.config;
  const curve = (name: string, variant: Variant, of: (left: GradientLeft) => number): Series => {
    const models = result.models.filter((model) => model.variant === variant && model.trained);
    const each = models.map(({ fresh, trained, curve }) => [
      { step: 0, left: fresh },
      ...curve.flatMap(({ step, left }) => (left ? [{ step, left }] : [])),
      { step: result.config.steps, left: trained! },
    ]);
    const logs = (each[0] ?? []).map((_, i) => each.map((points) => of(points[i].left)));
    const x = (each[0] ?? []).map(({ step }) => (step * batchSize * windowLength) / 1e6);
    return { name, x, markers: true, ...geometricMeanAndBand(logs.map((all) => all.map((log) => 10 ** log))) };
  };
  const panel = (title: string, series: readonly Series[]) =>
    lines(series, {
      title,
      x: { title: "millions of characters read" },
      y: { title: "", log: true, range },
      alt: `${title}: ${series.map(({ name, y }) => `${name} from ${y[0]?.toExponential(0)} to ${y.at(-1)?.toExponential(0)}`).join(", ")}`,
    });
  const whole = variants.map((variant) => curve(variant, variant, ({ gradient }) => gradient[lag]));
  const inCell = [
    curve("measured gradient in c", "LSTM, bias 1", ({ cell }) => cell!.gradient[lag - 1]),
    curve("through ∏f alone", "LSTM, bias 1", ({ cell }) => cell!.carried[lag - 1]),
  ];
  const range = sharedLogRange([...whole, ...inCell]);
  return panels(`What is left of the gradient ${lag} characters back while the networks learn`, [
    panel("of the whole state", whole),
    panel("in c, LSTM, bias 1", inCell),
  ]);
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
