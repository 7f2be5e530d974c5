import { axis, type Figure, layout } from "./figure";

/** A matrix of values, and how they become colours. */
export interface HeatMapOptions {
  readonly title: string;
  readonly x: { readonly title: string; readonly values: readonly (number | string)[] };
  /** From the top. */
  readonly y: { readonly title: string; readonly values: readonly (number | string)[] };
  /** A row a value of y. */
  readonly z: readonly (readonly number[])[];
  readonly colorTitle: string;
  /** White is 0, blue is positive, orange negative; otherwise from white at the low end to blue at the high one. */
  readonly signed?: boolean;
  readonly range: readonly [number, number];
  /** What stands in the cells: only where they are few. */
  readonly texts?: readonly (readonly string[])[];
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
export function heatMap({ title, x, y, z, colorTitle, signed, range, texts, height, alt }: HeatMapOptions): Figure {
  const heat = {
    type: "heatmap",
    x: x.values,
    y: y.values,
    z,
    zmin: range[0],
    zmax: range[1],
    colorscale: signed ? signedScale : plainScale,
    colorbar: { title: { text: colorTitle, side: "right" }, thickness: 12 },
    ...(texts ? { text: texts, texttemplate: "%{text}" } : {}),
  };
  return {
    data: [heat],
    layout: layout({
      title,
      xaxis: { ...axis({ title: x.title }), ...kind(x.values), showgrid: false },
      yaxis: { ...axis({ title: y.title }), ...kind(y.values), showgrid: false, autorange: "reversed" },
      ...(height ? { height } : {}),
    }),
    alt,
  };
}

/** Names are places of their own, also where they look like numbers or come twice. */
const kind = (values: readonly (number | string)[]) =>
  values.some((value) => typeof value === "string") ? { type: "category" } : {};
