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

/** Which figure of which study it is, and the ids of the claims that it shows. */
export interface FigureOrigin {
  readonly study: string;
  readonly name: string;
  readonly claims: readonly string[];
}

/** Okabe & Ito 2008: told apart by colour-blind readers too. */
export const palette = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"] as const;
const dashes = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "solid"] as const;

/** One axis: its title with the unit, its scale and its ticks. */
export interface Axis {
  readonly title: string;
  readonly log?: boolean;
  readonly range?: readonly [number, number];
  /** Where the scale is marked; by default wherever there is room. */
  readonly ticks?: readonly number[];
  /** From one tick to the next; on a log axis in decades. */
  readonly dtick?: number;
}

/** A line with an optional band [low, high] around it, e.g. an interval over seeds. */
export interface Series {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly low?: readonly number[];
  readonly high?: readonly number[];
  readonly markers?: boolean;
}

/** A horizontal line with a name: a baseline, a theoretical value. */
export interface Reference {
  readonly name: string;
  readonly y: number;
  /** Where the name stands, by default on the right: choose the side that the lines leave free. */
  readonly side?: "left" | "right";
}

/** What surrounds lines: titles, axes, reference lines. */
export interface LineOptions {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly alt: string;
  /** Horizontal reference lines, e.g. a baseline or a theoretical value. */
  readonly references?: readonly Reference[];
}

/** Lines over a common axis; colour and dash tell the series apart. */
export function lines(series: readonly Series[], { title, x, y, alt, references = [] }: LineOptions): Figure {
  const data = series.flatMap((s, i) => {
    const color = palette[i % palette.length];
    const line = {
      type: "scatter",
      mode: s.markers ? "lines+markers" : "lines",
      name: s.name,
      x: s.x,
      y: s.y,
      line: { color, dash: dashes[i % dashes.length], width: 2 },
    };
    return s.low && s.high ? [band(s, color), line] : [line];
  });
  const { shapes, annotations } = referenceLines(references, y.log);
  return {
    data,
    layout: layout({ title, xaxis: axis(x), yaxis: axis(y), shapes, annotations, showlegend: series.length > 1 }),
    alt,
  };
}

function band({ x, low = [], high = [] }: Series, color: string): Trace {
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

/** Dotted lines with their names; on a log axis Plotly places shapes by value, but annotations by its logarithm. */
export function referenceLines(references: readonly Reference[], log = false) {
  return {
    shapes: references.map(({ y }) => ({
      type: "line",
      xref: "paper",
      x0: 0,
      x1: 1,
      y0: y,
      y1: y,
      line: { color: "#777777", width: 1, dash: "dot" },
    })),
    annotations: references.map(({ name, y, side = "right" }) => ({
      xref: "paper",
      x: side === "left" ? 0.01 : 0.99,
      y: log ? Math.log10(y) : y,
      text: name,
      showarrow: false,
      xanchor: side,
      yanchor: "bottom",
      font: { size: 11, color: "#555555" },
    })),
  };
}

/** The house's frame around every plot: white, light grid, room for the labels. */
export function layout({ title, ...rest }: Record<string, unknown> & { title: string }): Figure["layout"] {
  return {
    title: { text: title, x: 0.02, xanchor: "left", y: 1, yanchor: "top", pad: { t: 18 }, font: { size: 16 } },
    font: { family: "Helvetica, Arial, sans-serif", size: 13, color: "#222222" },
    paper_bgcolor: "#ffffff",
    plot_bgcolor: "#ffffff",
    margin: { l: 70, r: 24, t: 84, b: 60 },
    legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom" },
    height: 400,
    ...rest,
  };
}

/** A Plotly axis from its title, scale and range. */
export function axis({ title, log = false, range, ticks, dtick }: Axis): Record<string, unknown> {
  return {
    title: { text: title, font: { size: 13 }, standoff: 10 },
    type: log ? "log" : "linear",
    gridcolor: "#e6e6e6",
    zerolinecolor: "#bbbbbb",
    linecolor: "#888888",
    ticks: "outside",
    automargin: true,
    ...(log ? { exponentformat: "power" } : {}),
    ...(range ? { range } : {}),
    ...(ticks ? { tickvals: ticks } : {}),
    ...(dtick ? { dtick } : {}),
  };
}
