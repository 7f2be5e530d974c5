import { expectForms, forms } from "../core/argumentForms";
import type { Curve } from "../core/inCell";
import { thinned } from "../core/thinned";
import { type Figure, lines } from "./figure";

const historyForm = forms.list(
  forms.fields({ step: forms.size, loss: forms.finite }, { gradNorm: forms.finite, seconds: forms.finite }),
);

/** The loss over the steps of a training, `lossFigure(run.history)`: from 400 steps on each point is the mean of several. */
export function lossFigure(history: readonly { readonly step: number; readonly loss: number }[]): Figure {
  expectForms("lossFigure", { history: [historyForm, history] });
  const curve = thinned();
  for (const { step, loss } of history) curve.add(step, loss);
  return overTime([{ name: "loss", ...curve.points() }], "steps");
}

/** Numbers on their way, over what is counted. */
export function overTime(curves: readonly Curve[], unit: string): Figure {
  const names = curves.map(({ name }) => name).join(", ");
  const ends = curves.map(({ name, y }) => `${name} from ${brief(y[0])} to ${brief(y[y.length - 1])}`);
  return lines(curves, {
    title: `${names} over ${unit}`,
    x: { title: unit },
    y: { title: curves.length === 1 ? names : "" },
    alt: `Over ${unit}: ${ends.join(", ")}.`,
  });
}

const brief = (value = Number.NaN): string => `${Number(value.toPrecision(3))}`;
