import { expectForm, type Form, forms } from "../core/argumentForms";
import { type Axis, axis, axisWithValues } from "./axis";
import { expectAlong, type Figure, names, type Series, seriesForm, traces } from "./figure";
import { layout } from "./frame";
import { drawGuides, type Guides, guideForms } from "./guides";

/** An axis with the rows' or columns' places: numbers, or names. */
export interface HeatAxis extends Axis {
  readonly values: readonly (number | string)[];
}

/** A matrix of values, and how they become colours. */
export interface HeatMapOptions extends Pick<Guides, "marks"> {
  readonly title: string;
  readonly x: HeatAxis;
  /** From the top, unless it has a range. */
  readonly y: HeatAxis;
  /** A row a value of y. */
  readonly z: readonly (readonly number[])[];
  /** What the colours mean, at a bar of them; without it there is none. */
  readonly colorTitle?: string;
  /** White is 0, blue is positive, orange negative; otherwise from white at the low end to blue at the high one. */
  readonly signed?: boolean;
  /** The values of the colours' ends. */
  readonly range: readonly [number, number];
  /** What stands in the cells: only where they are few. */
  readonly texts?: readonly (readonly string[])[];
  /** Drawn over it, with a legend. */
  readonly lines?: readonly Series[];
  /** Of the figure, in pixels. */
  readonly height?: number;
  readonly alt: string;
}

export const signedScale = [
  [0, "#D55E00"],
  [0.5, "#ffffff"],
  [1, "#0072B2"],
] as const;

export const plainScale = [
  [0, "#ffffff"],
  [1, "#0072B2"],
] as const;

const { gapped: number, list, text } = forms;
/** Rows that all have as many columns. */
export const grid = (of: Form, rows: number, columns: number): Form => list(list(of, columns, columns), rows, rows);
const form = forms.fields(
  {
    ...{ title: text, x: axisWithValues, y: axisWithValues, z: list(list(number)) },
    ...{ range: list(forms.finite, 2, 2), alt: text },
  },
  {
    ...{ colorTitle: text, signed: forms.truth, texts: list(list(text)), lines: seriesForm },
    ...{ marks: guideForms.marks, height: forms.positive },
  },
);

/** A matrix as colours: units over time, for example. */
export function heatMap(options: HeatMapOptions): Figure {
  expectForm("heatMap", form, options);
  const { title, x, y, z, range, alt, colorTitle, signed, texts, lines, marks, height } = options;
  const [rows, columns] = [y.values.length, x.values.length];
  expectForm("heatMap: z, a row a value of y", grid(number, rows, columns), z);
  if (texts) expectForm("heatMap: texts, a row a value of y", grid(text, rows, columns), texts);
  expectAlong("heatMap", lines ?? []);
  const heat = {
    type: "heatmap",
    x: x.values,
    y: y.values,
    z,
    zmin: range[0],
    zmax: range[1],
    colorscale: signed ? signedScale : plainScale,
    ...(colorTitle
      ? { colorbar: { title: { text: colorTitle, side: "right" }, thickness: 12 } }
      : { showscale: false }),
    ...(x.text ? { xgap: 0.5 } : {}),
    ...(texts ? { text: texts, texttemplate: "%{text}" } : {}),
  };
  return {
    data: [heat, ...traces(lines ?? [])],
    layout: layout({
      title,
      legend: lines && names(lines),
      height,
      xaxis: { ...axis(x), ...(named(x) ? { type: "category" } : {}), showgrid: false },
      yaxis: {
        ...{ ...axis(y), ...(named(y) ? everyRow(y) : {}), showgrid: false },
        ...(y.range ? {} : { autorange: "reversed" }),
      },
      ...(marks ? drawGuides({ marks }) : {}),
    }),
    alt,
  };
}

/** Names are places of their own, also where they look like numbers or come twice. */
const named = ({ values }: HeatAxis): boolean => values.some((value) => typeof value === "string");

/** In small print where they are many: Plotly would leave some out. */
const everyRow = ({ values }: HeatAxis) => ({
  type: "category",
  ...(values.length > 10 ? { tickvals: values, tickfont: { size: 9 } } : {}),
});
