import { type Axis, axis } from "./axis";
import { type Figure, names, type Series, traces } from "./figure";
import { layout } from "./frame";
import { drawGuides, type Guides } from "./guides";

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

const signedScale = [
  [0, "#D55E00"],
  [0.5, "#ffffff"],
  [1, "#0072B2"],
] as const;

export const plainScale = [
  [0, "#ffffff"],
  [1, "#0072B2"],
] as const;

/** A matrix as colours: units over time, for example. */
export function heatMap({ title, x, y, z, range, alt, ...options }: HeatMapOptions): Figure {
  const { colorTitle, signed, texts, lines, marks, height } = options;
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
