import { type Axis, axis, type Figure, layout, palette, type Trace } from "./figure";

/** One line of a sweep: its place on the scale of colours, and what theory says of it. */
export interface GradedSeries {
  /** Stands at the line's right end. */
  readonly label: string;
  /** From −1, blue, through 0, grey, to 1, orange. */
  readonly grade: number;
  readonly x: readonly number[];
  /** null where there is nothing to show: a gap. */
  readonly y: readonly (number | null)[];
  /** Dotted, on the same x. */
  readonly predicted?: readonly number[];
}

/** What surrounds graded lines: titles and axes. */
export interface GradedOptions {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  /** What the lines and the dotted lines are called. */
  readonly names?: readonly [string, string];
  readonly alt: string;
}

/** The same curve for many values of one quantity, coloured by it and named at its end; what theory predicts is dotted. */
export function gradedLines(series: readonly GradedSeries[], { title, x, y, alt, names }: GradedOptions): Figure {
  const [measured, predicted] = names ?? ["measured", "predicted"];
  const theory = series.some(({ predicted }) => predicted);
  return {
    data: [
      ...series.map((s) => line(s.y, s, { name: measured, color: shade(s.grade), width: 2.5 })),
      ...series.flatMap((s) =>
        s.predicted ? [line(s.predicted, s, { name: predicted, color: "#000000", width: 1.2, dash: "dot" })] : [],
      ),
    ].map((trace, i, all) => ({
      ...trace,
      showlegend: theory && all.findIndex(({ name }) => name === trace.name) === i,
    })),
    layout: layout({
      title,
      xaxis: axis(x),
      yaxis: axis(y),
      annotations: series.flatMap((s) => endLabel(s, y)),
      showlegend: theory,
    }),
    alt,
  };
}

interface Pen {
  readonly name: string;
  readonly color: string;
  readonly width: number;
  readonly dash?: string;
}

const line = (y: readonly (number | null)[], { x, label }: GradedSeries, { name, ...pen }: Pen): Trace => ({
  type: "scatter",
  mode: "lines",
  name,
  x,
  y,
  line: pen,
  hovertemplate: `${label}: %{y:.2g} at %{x}<extra></extra>`,
});

/** At the last point inside the frame. Ranges and annotations on a log axis are given by the logarithm. */
function endLabel({ label, grade, x, y }: GradedSeries, { log, range: [low, high] = [-Infinity, Infinity] }: Axis) {
  const heights = y.map((value) => (value === null ? Number.NaN : log ? Math.log10(value) : value));
  const last = heights.findLastIndex((height) => low <= height && height <= high);
  if (last < 0) return [];
  const yshift = last < y.length - 1 && y[last + 1] !== null ? 8 : 0; // it leaves the frame here, through a border
  const style = { showarrow: false, xanchor: "left", xshift: 4, yshift, font: { size: 11, color: shade(grade) } };
  return [{ text: label, x: x[last], y: heights[last], ...style }];
}

const [cold, middle, warm] = [palette[0], "#777777", palette[1]].map((color) =>
  [1, 3, 5].map((i) => Number.parseInt(color.slice(i, i + 2), 16)),
);

/** Lines near the middle stay dark enough to be seen on white. */
function shade(grade: number): string {
  const [end, share] = [grade < 0 ? cold : warm, Math.min(1, Math.abs(grade))];
  return `rgb(${middle.map((value, i) => Math.round(value + (end[i] - value) * share)).join(",")})`;
}
