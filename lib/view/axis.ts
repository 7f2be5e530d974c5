import { forms } from "../core/argumentForms";

/** One axis of a chart. */
export interface Axis {
  readonly title: string;
  /** By equal factors instead of equal differences. */
  readonly log?: boolean;
  /** From where to where, in the data's units; on a log axis their logarithms to base 10. By default all that is drawn. */
  readonly range?: readonly [number, number];
  /**
   * Where the scale is marked, in the data's units. By default wherever there is room; on a log axis at powers of ten,
   * at most seven of them; where it spans fewer than two, at 1, 2 and 5 times these, or else at both ends.
   */
  readonly ticks?: readonly number[];
  /** A text along the axis instead of a scale: its characters at `ticks`, by default at 0, 1, 2, … */
  readonly text?: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

const { finite, list, number, text, truth } = forms;
// A range of what was not measured is none: then all that is drawn is shown.
const axisFields = { log: truth, range: list(number, 2, 2), ticks: list(finite), text: list(text) };
/** What an axis may be, and one that has values besides. */
export const axisForm = forms.fields({ title: text }, axisFields);
export const axisWithValues = forms.fields(
  { title: text, values: list(forms.either("a number or a text", forms.number, text)) },
  axisFields,
);

/** The house's lines of an axis. */
export const axisLines = { gridcolor: "#e6e6e6", zerolinecolor: "#bbbbbb", linecolor: "#888888" };

/** The same as Plotly wants it. On the `values` that it shows, in the data's units, depend the ticks of a log axis. */
export function axis(
  { title, log = false, range, ticks, text }: Axis,
  values: readonly (number | null)[] = [],
): Record<string, unknown> {
  return {
    title: { text: title, font: { size: 13 }, standoff: 10 },
    type: log ? "log" : "linear",
    ...axisLines,
    ticks: "outside",
    automargin: true,
    ...(log ? { exponentformat: "power" } : {}),
    ...(log && !ticks ? logTicks(range ?? logReach(values)) : {}),
    ...(ticks ? (log ? labelled(ticks) : { tickvals: ticks }) : {}),
    ...(text ? along(text, ticks) : {}),
    ...(range ? { range } : {}),
  };
}

/** With whole numbers: on a log axis Plotly would write 2 and 5 in small print and without their power of ten. */
const labelled = (ticks: readonly number[], digits = 12): Json => ({
  ...{
    tickvals: ticks,
    ticktext: ticks.map((tick) => tick.toLocaleString("en", { maximumSignificantDigits: digits })),
  },
});

/** Every character in its place, as large as there is room. */
const along = (text: readonly string[], places: readonly number[] = text.map((_, t) => t)): Json => ({
  ...{ tickvals: places, ticktext: text, tickangle: 0, ticks: "" },
  tickfont: { family: "monospace", size: Math.min(12, Math.floor(800 / text.length)) },
  range: [(places[0] ?? 0) - 0.5, (places[0] ?? 0) + text.length - 0.5],
});

/** Powers of ten, every n-th where they are more than seven; where fewer than two, 1, 2 and 5 times these, or the ends. */
function logTicks([low, high]: readonly [number, number]): Json {
  const [first, last] = [Math.ceil(low - 1e-9), Math.floor(high + 1e-9)];
  if (!(low <= high) || first < last) return { dtick: Math.max(1, Math.ceil((high - low) / 6)) };
  const round = [first - 1, first].flatMap((power) => [1, 2, 5].map((times) => times * 10 ** power));
  const within = round.filter((tick) => low <= Math.log10(tick) && Math.log10(tick) <= high);
  return within.length > 1 ? labelled(within) : labelled([10 ** low, 10 ** high], 3);
}

/**
 * One range for the log axes of several panels, so that they can be compared: whole lines, and of their bands what is
 * within a decade of them. Undefined where nothing can be drawn.
 */
export function sharedLogRange(series: readonly Banded[]): [number, number] | undefined {
  const [low, high] = logReach(series.flatMap(({ y }) => y));
  const [least, most] = logReach(series.flatMap((one) => [...(one.low ?? []), ...(one.high ?? [])]));
  if (!(low <= high)) return undefined;
  return [Math.min(low, Math.max(low - 1, least)) - 0.1, Math.max(high, Math.min(high + 1, most)) + 0.1];
}

interface Banded {
  readonly y: readonly number[];
  readonly low?: readonly number[];
  readonly high?: readonly number[];
}

/** The logarithms of the least and the largest of the values that a log axis can show. */
function logReach(values: readonly (number | null)[]): [number, number] {
  const logs = values.flatMap((value) => (value !== null && value > 0 ? [Math.log10(value)] : []));
  return [Math.min(...logs), Math.max(...logs)];
}
