import type { Figure, Trace } from "../view/figure";

type Value = string | number | null | undefined;
type Row = Readonly<Record<string, Value>>;
type Json = Readonly<Record<string, unknown>>;

/** In this order, and only those that a figure has. */
const columns = ["panel", "series", "x", "y", "low", "high", "z", "text"] as const;

/**
 * What a figure shows, a point a row: its panel and series, its place, the interval around it, a heat map's value z and
 * text. Columns are named by the axes where all panels have the same.
 */
export function figureCsv({ data, layout }: Figure): string {
  const rows = data.flatMap((trace, i) => rowsOf(trace, data[i - 1], layout));
  const used = columns.filter((column) => rows.some((row) => row[column] != null && row[column] !== ""));
  const names = axisNames(data, layout);
  const lines = [
    used.map((column) => names[column] ?? column),
    ...rows.map((row) => used.map((column) => row[column])),
  ];
  return lines.map((line) => `${line.map(field).join(",")}\n`).join("");
}

/** Quoted where it must be (RFC 4180); empty where there is nothing; words never a formula. */
function field(value: Value): string {
  const text = typeof value === "string" ? asWords(value) : String(value ?? "");
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A spreadsheet computes what begins with one of these, full width or not; an apostrophe before it makes it text. Numbers stay. */
const asWords = (text: string): string =>
  /^[\s\0]*[=+\-@＝＋－＠\t\r]/.test(text) && !isNumber(text) ? `'${text}` : text;
const isNumber = (text: string): boolean => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);

function rowsOf(trace: Trace, before: Trace | undefined, layout: Json): Row[] {
  if (trace.fill === "toself") return []; // an interval's outline: its numbers stand beside the line that follows it
  const common = { panel: panelOf(trace, layout), series: plain(trace.name) };
  return (trace.z ? cells(trace) : points(trace, before)).map((row) => ({ ...common, ...row }));
}

function points(trace: Trace, before: Trace | undefined): Row[] {
  const y = list(trace.y);
  const x = trace.x ? list(trace.x) : y.map((_, i) => i);
  const text = Array.isArray(trace.text) ? list(trace.text) : [];
  const interval = errors(trace.error_y, y) ?? errors(trace.error_x, x) ?? band(before, x.length);
  return x.map((at, i) => ({ x: at, y: y[i], text: plain(text[i]), low: interval?.low[i], high: interval?.high[i] }));
}

/** Plotly's error bars are lengths; here are the ends. */
function errors(bars: unknown, values: readonly Value[]) {
  const { array, arrayminus } = (bars ?? {}) as { array?: number[]; arrayminus?: number[] };
  if (!array) return undefined;
  const end = (lengths: readonly number[], sign: number) =>
    values.map((value, i) => (typeof value === "number" ? Number((value + sign * lengths[i]).toPrecision(6)) : null));
  return { low: end(arrayminus ?? array, -1), high: end(array, 1) };
}

/** The upper edge forwards, then the lower one backwards (lib/view/figure.ts). */
function band(trace: Trace | undefined, length: number) {
  const edge = trace?.fill === "toself" ? list(trace.y) : [];
  return edge.length === 2 * length ? { high: edge.slice(0, length), low: edge.slice(length).reverse() } : undefined;
}

function cells({ z, x, y, text, x0 = 0, dx = 1, y0 = 0, dy = 1 }: Trace): Row[] {
  const [left, right, top, down] = [x0, dx, y0, dy].map(Number);
  const [columnsAt, rowsAt, texts] = [list(x), list(y), list(text)];
  return list(z).flatMap((row, r) =>
    list(row).flatMap((value, c): Row[] => {
      const words = list(texts[r])[c];
      if (value === null && !words) return [];
      return [{ x: columnsAt[c] ?? left + c * right, y: rowsAt[r] ?? top + r * down, z: value, text: plain(words) }];
    }),
  );
}

/** The heading above the trace's axes, where there are several. */
function panelOf({ xaxis = "x", yaxis = "y" }: Trace, layout: Json): string | undefined {
  const [x, y] = [axisOf(layout, xaxis), axisOf(layout, yaxis)];
  const corner = [(x.domain as number[])?.[0] ?? 0, (y.domain as number[])?.[1] ?? 1];
  const headings = ((layout.annotations as Json[]) ?? []).filter(
    ({ xref, yref }) => xref === "paper" && yref === "paper",
  );
  return plain(headings.find((note) => note.x === corner[0] && note.y === corner[1])?.text);
}

function axisNames(data: Figure["data"], layout: Json): Record<string, string | undefined> {
  const common = (titles: readonly (string | undefined)[]) => (new Set(titles).size === 1 ? titles[0] : undefined);
  const title = (of: unknown) => plain(((of as Json)?.title as Json)?.text) || undefined;
  const shown = data.filter(({ fill }) => fill !== "toself");
  return {
    x: common(shown.map(({ xaxis = "x" }) => title(axisOf(layout, xaxis)))),
    y: common(shown.map(({ yaxis = "y" }) => title(axisOf(layout, yaxis)))),
    z: shown.map(({ colorbar }) => title(colorbar)).find(Boolean),
  };
}

/** "x2" is layout.xaxis2. */
const axisOf = (layout: Json, name: unknown): Json =>
  (layout[`${String(name)[0]}axis${String(name).slice(1)}`] as Json) ?? {};

const list = <T = Value>(values: unknown): T[] => (Array.isArray(values) ? values : []);

/** Without Plotly's marks: "h<sub>t</sub>" is "h_t". */
const plain = (text: unknown): string | undefined =>
  text == null
    ? undefined
    : String(text)
        .replace(/<sub>/g, "_")
        .replace(/<sup>/g, "^")
        .replace(/<br ?\/?>/g, " ")
        .replace(/<\/?(sub|sup|b|i|em|span)[^>]*>/g, "");
