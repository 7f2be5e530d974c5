import { expectForms, expectLength, forms } from "../core/argumentForms";
import { type Axis, axis, axisForm } from "./axis";
import { type Figure, names, palette } from "./figure";
import { layout } from "./frame";
import { drawGuides, type Guides, guideForms } from "./guides";

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

const { list, number, text } = forms;
const barsForm = list(forms.fields({ name: text, y: list(number) }, { low: list(number), high: list(number) }));
const optionsForm = forms.fields(
  { title: text, groups: list(text), x: text, y: axisForm, alt: text },
  { references: guideForms.references },
);

const patterns = ["", "/", "\\", "x", ".", "-", "|"] as const;

/** Bars side by side in groups; colour and pattern tell the series apart. */
export function bars(series: readonly BarSeries[], options: BarOptions): Figure {
  expectForms("bars", { series: [barsForm, series], options: [optionsForm, options] });
  const { title, groups, x, y, references, alt } = options;
  for (const { name, y, low = y, high = y } of series) {
    // Of what was not measured there is no bar.
    if (y.length > 0) expectLength(`bars: ${name}`, y, groups.length, "values, one a group,");
    for (const values of [low, high])
      expectLength(`bars: ${name}`, values, y.length, "ends of intervals, one a value,");
  }
  // A name that comes twice, such as a word of a sentence, has two places.
  const isRepeated = new Set(groups).size < groups.length;
  const places = isRepeated ? groups.map((_, i) => i) : groups;
  const data = series.map((s, i) => ({
    type: "bar",
    name: s.name,
    x: places,
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
      xaxis: {
        ...{ ...axis({ title: x }), showgrid: false },
        ...(isRepeated ? { tickvals: places, ticktext: groups, zeroline: false } : { type: "category" }),
      },
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
