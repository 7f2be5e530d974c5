import { type Axis, axis } from "./axis";
import { type Figure, names, palette } from "./figure";
import { layout } from "./frame";
import { drawGuides, type Guides } from "./guides";

/** One colour of bars, a bar a group, with an interval each where there is one. */
export interface BarSeries {
  readonly name: string;
  readonly y: readonly number[];
  readonly low?: readonly number[];
  readonly high?: readonly number[];
}

/** What surrounds bars: titles, groups, axes, reference lines. */
export interface BarOptions extends Pick<Guides, "references"> {
  readonly title: string;
  readonly groups: readonly string[];
  readonly x: string;
  readonly y: Axis;
  readonly alt: string;
}

const patterns = ["", "/", "\\", "x", ".", "-", "|"] as const;

/** Bars side by side in groups; colour and pattern tell the series apart. */
export function bars(series: readonly BarSeries[], { title, groups, x, y, references, alt }: BarOptions): Figure {
  const data = series.map((s, i) => ({
    type: "bar",
    name: s.name,
    x: groups,
    y: s.y,
    marker: { color: palette[i % palette.length], pattern: { shape: patterns[i % patterns.length], solidity: 0.25 } },
    ...(s.low && s.high ? { error_y: whiskers(s.y, s.low, s.high) } : {}),
  }));
  const { shapes, annotations } = drawGuides({ references }, { y: y.log });
  return {
    data,
    layout: layout({
      title,
      legend: names(series),
      barmode: "group",
      xaxis: { ...axis({ title: x }), type: "category", showgrid: false },
      yaxis: axis(
        y,
        series.flatMap((s) => s.y),
      ),
      shapes,
      annotations,
    }),
    alt,
  };
}

const whiskers = (y: readonly number[], low: readonly number[], high: readonly number[]) => ({
  type: "data",
  symmetric: false,
  array: high.map((value, i) => value - y[i]),
  arrayminus: low.map((value, i) => y[i] - value),
  thickness: 1.5,
  width: 4,
  color: "#444444",
});
