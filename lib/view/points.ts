import { type Axis, axis, type Figure, layout, palette } from "./figure";

/** Points of one kind. */
export interface PointSeries {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** What surrounds points: titles and axes. */
export interface PointOptions {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly alt: string;
}

const symbols = ["circle", "diamond-open", "x", "square-open"] as const;

/** Points that may lie on one another; colour and shape tell the series apart. */
export function points(series: readonly PointSeries[], { title, x, y, alt }: PointOptions): Figure {
  const data = series.map((s, i) => ({
    type: "scatter",
    mode: "markers",
    name: s.name,
    x: s.x,
    y: s.y,
    marker: { color: palette[i % palette.length], symbol: symbols[i % symbols.length], size: 6, opacity: 0.5 },
  }));
  return { data, layout: layout({ title, xaxis: axis(x), yaxis: axis(y), showlegend: series.length > 1 }), alt };
}
