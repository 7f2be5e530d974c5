import { type Axis, axis } from "./axis";
import { type Figure, palette } from "./figure";
import { layout } from "./frame";

/** One row: what was compared, the estimate, and its interval. */
export interface IntervalRow {
  readonly name: string;
  readonly mean: number;
  readonly interval: readonly [number, number];
  /** Rows of one group have one colour. */
  readonly group: string;
}

/** What surrounds intervals: titles, the axis, and the margin within which a difference counts as none. */
export interface IntervalOptions {
  readonly title: string;
  readonly x: Axis;
  /** A band around 0 within which a difference counts as none. */
  readonly margin: number;
  readonly alt: string;
}

const symbols = ["circle", "diamond", "square"] as const;

/** Estimates with their intervals, a row each from the top, against a margin of equivalence. */
export function intervals(rows: readonly IntervalRow[], { title, x, margin, alt }: IntervalOptions): Figure {
  const groups = [...new Set(rows.map(({ group }) => group))];
  const data = groups.map((group, i) => {
    const own = rows.filter((row) => row.group === group);
    return {
      type: "scatter",
      mode: "markers",
      name: group,
      x: own.map(({ mean }) => mean),
      y: own.map(({ name }) => name),
      marker: { color: palette[i % palette.length], symbol: symbols[i % symbols.length], size: 9 },
      error_x: {
        type: "data",
        symmetric: false,
        array: own.map(({ mean, interval }) => interval[1] - mean),
        arrayminus: own.map(({ mean, interval }) => mean - interval[0]),
        thickness: 2,
        width: 5,
      },
    };
  });
  const band = { type: "rect", xref: "x", yref: "paper", x0: -margin, x1: margin, y0: 0, y1: 1 };
  return {
    data,
    layout: layout({
      title,
      legend: groups,
      height: 150 + 30 * rows.length,
      xaxis: { ...axis(x), zeroline: true },
      yaxis: { ...axis({ title: "" }), type: "category", autorange: "reversed", showgrid: false },
      shapes: [{ ...band, fillcolor: "#009E73", opacity: 0.15, line: { width: 0 }, layer: "below" }],
    }),
    alt,
  };
}
