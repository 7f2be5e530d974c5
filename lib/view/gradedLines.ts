import { expectForms, forms } from "../core/argumentForms";
import { drawLines, type Figure, type LineOptions, palette, type Series } from "./figure";

/** One line of a sweep: its place on the scale of colours, and what theory says of it. */
export interface GradedSeries extends Pick<Series<number | null>, "x" | "y"> {
  /** Stands at the line's right end. */
  readonly label: string;
  /** From −1, blue, through 0, grey, to 1, orange. */
  readonly grade: number;
  /** Dotted, on the same x. */
  readonly predicted?: readonly number[];
}

/** What surrounds graded lines: titles and axes. */
export interface GradedOptions extends LineOptions {
  /** What the lines and the dotted lines are called. */
  readonly names?: readonly [string, string];
}

const { list, number, text } = forms;
const pair = list(text, 2, 2);
const gradedForm = list(
  forms.fields(
    { label: text, grade: forms.finite, x: list(number), y: list(forms.gapped) },
    { predicted: list(number) },
  ),
);

/** The same curve for many values of one quantity, coloured by it and named at its end; what theory predicts is dotted. */
export function gradedLines(series: readonly GradedSeries[], given: GradedOptions): Figure {
  expectForms("gradedLines", { series: [gradedForm, series], options: [forms.fields({}, { names: pair }), given] });
  const { names: [measured, predicted] = ["measured", "predicted"], ...options } = given;
  const theory = { name: predicted, color: "#000000", width: 1.2, dash: "dot" } as const;
  return drawLines(
    "gradedLines",
    [
      ...series.map(
        ({ label, grade, x, y }) =>
          ({ ...{ name: measured, label, x, y }, color: shade(grade), width: 2.5, dash: "solid" }) as const,
      ),
      ...series.flatMap((one) => (one.predicted ? [{ ...theory, x: one.x, y: one.predicted }] : [])),
    ],
    options,
  );
}

const [cold, middle, warm] = [palette[0], "#777777", palette[1]].map((color) =>
  [1, 3, 5].map((i) => Number.parseInt(color.slice(i, i + 2), 16)),
);

/** Lines near the middle stay dark enough to be seen on white. */
function shade(grade: number): string {
  const [end, share] = [grade < 0 ? cold : warm, Math.min(1, Math.abs(grade))];
  return `rgb(${middle.map((value, i) => Math.round(value + (end[i] - value) * share)).join(",")})`;
}
