import { expectForms, expectLength, forms } from "../core/argumentForms";
import { type Axis, axis, axisForm } from "./axis";
import { layout } from "./frame";
import { drawGuides, type Guides, guideForms } from "./guides";

/** One Plotly trace, as plain JSON. */
export type Trace = Readonly<Record<string, unknown>>;

/**
 * A Plotly figure as a value: built anywhere, drawn only by `show`.
 * `alt` says in one sentence what a person would see.
 */
export interface Figure {
  readonly data: readonly Trace[];
  readonly layout: Readonly<Record<string, unknown>>;
  readonly alt: string;
  /** Of a study's figure. */
  readonly origin?: FigureOrigin;
}

/** What a figure may be: one that a function of the lab has built. */
export const figureForm = forms.fields({
  data: forms.list(forms.fields({ type: forms.text })),
  layout: forms.fields(
    { title: forms.fields({ text: forms.text }) },
    { annotations: forms.list(forms.fields({})), shapes: forms.list(forms.fields({})) },
  ),
  alt: forms.text,
});

/** Which figure of which study it is, and the ids of the claims that it shows. */
export interface FigureOrigin {
  readonly study: string;
  readonly name: string;
  readonly claims: readonly string[];
}

/** Okabe & Ito 2008: told apart by colour-blind readers too. */
export const palette = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"] as const;
const dashes = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "solid"] as const;

/** A line, with an optional band [low, high] around it, e.g. an interval over seeds; or points. */
export interface Series<Y extends number | null = number> {
  /** Stands in the legend. Series of one name look alike, and are listed once. */
  readonly name: string;
  readonly x: readonly number[];
  /** null is a gap. */
  readonly y: readonly Y[];
  readonly low?: readonly number[];
  readonly high?: readonly number[];
  /** Points on the line; or alone: "dots", which may lie on one another, "rings", which stand out. */
  readonly markers?: boolean | "dots" | "rings";
  /** By default the palette's next, as its dash. */
  readonly color?: string;
  readonly dash?: (typeof dashes)[number];
  /** Of the line in pixels, 2 by default. */
  readonly width?: number;
  /** Stands at the line's right end, in its colour. */
  readonly label?: string;
}

/** What surrounds lines: titles, axes, reference lines. */
export interface LineOptions extends Guides {
  /** Stands above the figure. */
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  /** A second scale on the right, of other units: `factor` of them are one of y. */
  readonly right?: { readonly title: string; readonly factor: number };
  /** Of the figure in pixels, 400 by default. */
  readonly height?: number;
  /** What a person would see, in one sentence: for who cannot see it. */
  readonly alt: string;
}

const { gapped, list, number, text } = forms;
const looks = forms.either('true, false, "dots" or "rings"', forms.truth, forms.oneOf(["dots", "rings"]));
/** What series of lines may be. */
export const seriesForm = list(
  forms.fields(
    { name: text, x: list(number), y: list(gapped) },
    {
      ...{ low: list(number), high: list(number), markers: looks },
      ...{ color: text, dash: forms.oneOf(dashes), width: forms.positive, label: text },
    },
  ),
);
const optionsForm = forms.fields(
  { title: text, x: axisForm, y: axisForm, alt: text },
  { ...guideForms, right: forms.fields({ title: text, factor: forms.finite }), height: forms.positive },
);

/** @throws where a line has not as many values as places, or none: what was not measured is not drawn */
export function expectAlong(where: string, series: readonly Series<number | null>[]): void {
  for (const { name, x, y, low = y, high = y } of series) {
    if (y.length > 0) expectLength(`${where}: ${name}`, y, x.length, "values, as many as there are of x,");
    for (const values of [low, high])
      expectLength(`${where}: ${name}`, values, y.length, "ends of intervals, as many as values,");
  }
}

/** Lines and points over a common axis; colour and dash tell the series apart. */
export const lines = (series: readonly Series<number | null>[], options: LineOptions): Figure =>
  drawLines("lines", series, options);

/** `lines` by another name: that of the function that is told what is wrong with them. */
export function drawLines(where: string, series: readonly Series<number | null>[], options: LineOptions): Figure {
  expectForms(where, { series: [seriesForm, series], options: [optionsForm, options] });
  expectAlong(where, series);
  const { title, x, y, right, height, alt, ...guides } = options;
  const { shapes, annotations } = drawGuides(guides, { x: x.log, y: y.log });
  const across = series.flatMap((one) => one.x);
  const up = series.flatMap((one) => [...one.y, ...(one.low ?? []), ...(one.high ?? [])]);
  // Both scales must begin and end at the same places: Plotly would choose each by itself.
  const range = y.range ?? (right && around(up));
  return {
    // Plotly draws no axis without a trace.
    data: [
      ...traces(series),
      ...(right && range ? [{ type: "scatter", x: [], y: [], yaxis: "y2", showlegend: false }] : []),
    ],
    layout: layout({
      title,
      legend: names(series),
      height,
      xaxis: axis(x, across),
      yaxis: axis({ ...y, ...(range && { range }) }, up),
      ...(right && range ? { yaxis2: otherScale(right, range) } : {}),
      shapes,
      annotations: [...annotations, ...series.flatMap((one) => endLabel(one, { x, y }))],
    }),
    alt,
  };
}

/** From the least to the greatest, and a twentieth of that on each side; undefined where there are no numbers. */
function around(values: readonly (number | null)[]): [number, number] | undefined {
  const finite = values.filter((value) => value !== null && Number.isFinite(value)) as number[];
  if (finite.length === 0) return undefined;
  const [least, most] = [Math.min(...finite), Math.max(...finite)];
  const room = 0.05 * (most - least || 1);
  return [least - room, most + room];
}

const otherScale = ({ title, factor }: NonNullable<LineOptions["right"]>, [low, high]: readonly [number, number]) => ({
  ...axis({ title, range: [low * factor, high * factor] }),
  ...{ overlaying: "y", side: "right", showgrid: false, tickformat: ".2f" },
});

/** Each once. */
export const names = (series: readonly { readonly name: string }[]): string[] => [
  ...new Set(series.map(({ name }) => name)),
];

/** What Plotly draws of them. */
export function traces(series: readonly Series<number | null>[]): Trace[] {
  const distinct = names(series);
  return series.flatMap((one) => {
    const look = distinct.indexOf(one.name);
    const { color = palette[look % palette.length], dash = dashes[look % dashes.length], width = 2 } = one;
    const alike = series.filter(({ name }) => name === one.name);
    const line = {
      type: "scatter",
      name: one.name,
      x: one.x,
      y: one.y,
      ...(typeof one.markers === "string"
        ? { mode: "markers", marker: points[one.markers](color) }
        : { mode: one.markers ? "lines+markers" : "lines", line: { color, dash, width } }),
      ...(alike.length > 1 ? { legendgroup: one.name, showlegend: one === alike[0] } : {}),
      ...(one.label ? { hovertemplate: `${one.label}: %{y:.2g} at %{x}<extra></extra>` } : {}),
    };
    return one.low && one.high ? [band(one, color), line] : [line];
  });
}

const points = {
  dots: (color: string) => ({ color, symbol: "circle", size: 7, opacity: 0.6 }),
  rings: (color: string) => ({ color: "#ffffff", symbol: "circle", size: 10, line: { color, width: 2 } }),
};

function band({ x, low = [], high = [] }: Series<number | null>, color: string): Trace {
  return {
    type: "scatter",
    mode: "lines",
    x: [...x, ...[...x].reverse()],
    y: [...high, ...[...low].reverse()],
    fill: "toself",
    fillcolor: color,
    opacity: 0.18,
    line: { width: 0 },
    hoverinfo: "skip",
    showlegend: false,
  };
}

/** At the last point inside the frame. Ranges and annotations on a log axis are given by the logarithm. */
function endLabel(
  { label, color = "#222222", x, y }: Series<number | null>,
  axes: { readonly x: Axis; readonly y: Axis },
) {
  const [low, high] = axes.y.range ?? [-Infinity, Infinity];
  const heights = y.map((value) => (value === null ? Number.NaN : axes.y.log ? Math.log10(value) : value));
  const last = heights.findLastIndex((height) => low <= height && height <= high);
  if (!label || last < 0) return [];
  const yshift = last < y.length - 1 && y[last + 1] !== null ? 8 : 0; // it leaves the frame here, through a border
  const at = { x: axes.x.log ? Math.log10(x[last]) : x[last], y: heights[last], xshift: 4, yshift };
  return [{ text: label, ...at, xanchor: "left", showarrow: false, font: { size: 11, color } }];
}
