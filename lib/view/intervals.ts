import { expectForms, forms } from "../core/argumentForms";
import { type Axis, axis, axisForm } from "./axis";
import { type Figure, palette } from "./figure";
import { layout } from "./frame";
import { drawGuides } from "./guides";

/** One row: what was compared, the estimate, and its interval. */
export interface IntervalRow {
  readonly name: string;
  readonly mean: number;
  readonly interval: readonly [number, number];
  /** Rows of one group have one colour. */
  readonly group: string;
  /** What each seed has measured: small rings around the estimate. */
  readonly each?: readonly number[];
}

/** What surrounds intervals: titles, the axis, and the margin within which a difference counts as none. */
export interface IntervalOptions {
  readonly title: string;
  readonly x: Axis;
  /** A band within which a difference counts as none. */
  readonly margin: number;
  /** What the band is around, and a line through it; by default 0. */
  readonly center?: { readonly name: string; readonly at: number };
  readonly alt: string;
}

const { list, number, text } = forms;
const rowsForm = list(
  forms.fields({ name: text, mean: number, interval: list(number, 2, 2), group: text }, { each: list(number) }),
);
const optionsForm = forms.fields(
  { title: text, x: axisForm, margin: forms.atLeastZero, alt: text },
  { center: forms.fields({ name: text, at: number }) },
);

const symbols = ["circle", "diamond", "square"] as const;

/** Estimates with their intervals, a row each from the top, against a margin of equivalence around 0 or around another value. */
export function intervals(rows: readonly IntervalRow[], options: IntervalOptions): Figure {
  expectForms("intervals", { rows: [rowsForm, rows], options: [optionsForm, options] });
  const { title, x, margin, center, alt } = options;
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
  const measured = rows.filter(({ each }) => each);
  const rings = {
    ...{ type: "scatter", mode: "markers", name: "each seed" },
    x: measured.flatMap(({ each }) => each),
    y: measured.flatMap(({ name, each }) => each!.map(() => name)),
    marker: { color: "#777777", symbol: "circle-open", size: 6 },
  };
  const at = center?.at ?? 0;
  const band = { type: "rect", xref: "x", yref: "paper", x0: at - margin, x1: at + margin, y0: 0, y1: 1 };
  const guides = drawGuides({ marks: center ? [{ name: center.name, x: at }] : [] }, { x: x.log });
  return {
    data: measured.length > 0 ? [rings, ...data] : data,
    layout: layout({
      title,
      legend: measured.length > 0 ? [rings.name, ...groups] : groups,
      height: 150 + 30 * rows.length,
      xaxis: { ...axis(x), zeroline: true },
      yaxis: { ...axis({ title: "" }), type: "category", autorange: "reversed", showgrid: false },
      shapes: [{ ...band, fillcolor: "#009E73", opacity: 0.15, line: { width: 0 }, layer: "below" }, ...guides.shapes],
      ...(center ? { annotations: guides.annotations } : {}),
    }),
    alt,
  };
}
