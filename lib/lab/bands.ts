import { estimate, mean } from "../analysis/statistics";
import { expectForms, forms } from "../core/argumentForms";
import type { Series } from "../view/figure";

/** Of the values at each place, one a seed: their mean and its 95 % interval; none around a single value, NaN of no value. */
export function meanAndBand(values: readonly (readonly number[])[]): Required<Pick<Series, "y" | "low" | "high">> {
  expectForms("meanAndBand", { values: [forms.list(forms.list(forms.number)), values] });
  const alone = ([value = Number.NaN]: readonly number[]) => [value, value] as const;
  const bands = values.map((all) => (all.length < 2 ? alone(all) : estimate(all).interval));
  return { y: values.map(mean), low: bands.map(([low]) => low), high: bands.map(([, high]) => high) };
}

/** The same of what multiplies rather than adds: the geometric mean, and its interval. */
export function geometricMeanAndBand(values: readonly (readonly number[])[]): ReturnType<typeof meanAndBand> {
  const { y, low, high } = meanAndBand(values.map((all) => all.map(Math.log)));
  return { y: y.map(Math.exp), low: low.map(Math.exp), high: high.map(Math.exp) };
}

const point = forms.fields({ step: forms.finite });
const modelsForm = forms.list(forms.fields({ curve: forms.list(point) }));

/**
 * One line from several models' curves: at each step the mean, with its interval, of those that have got there; x is the
 * step unless told otherwise.
 */
export function overCurves<P extends { readonly step: number }>(
  name: string,
  models: readonly { readonly curve: readonly P[] }[],
  measures: { x?: (point: P) => number; y: (point: P) => number },
): Series {
  expectForms("overCurves", {
    name: [forms.text, name],
    models: [modelsForm, models],
    measures: [forms.fields({ y: forms.function }, { x: forms.function }), measures],
  });
  const { x = ({ step }) => step, y } = measures;
  const curves = models.map(({ curve }) => curve);
  const longest = curves.reduce<readonly P[]>((a, b) => (b.length > a.length ? b : a), []);
  const values = longest.map(({ step }) => curves.flatMap((curve) => curve.filter((p) => p.step === step).map(y)));
  expectForms("overCurves", { "what y gives": [forms.list(forms.list(forms.number)), values] });
  return { name, x: longest.map(x), ...meanAndBand(values) };
}
