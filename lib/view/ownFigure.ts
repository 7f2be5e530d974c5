import { type Form, forms } from "../core/argumentForms";
import { axisLines } from "./axis";
import { type Figure, palette, type Trace } from "./figure";
import { paper } from "./frame";

/** A Plotly figure of a user's own, as Plotly's examples write it: titles may be texts, `layout` and `alt` missing. */
export interface OwnFigure {
  readonly data: readonly Trace[];
  readonly layout?: Readonly<Record<string, unknown>>;
  /** What a person would see, in one sentence; by default the title and the kinds of traces. */
  readonly alt?: string;
  readonly origin?: Figure["origin"];
}

/** What an own figure may be. */
export const ownFigureForm: Form = forms.fields(
  { data: forms.list(forms.fields({})) },
  { layout: forms.fields({}), alt: forms.text, origin: forms.fields({}) },
);

/** What is taken where an own figure says nothing, so that it follows a notebook's theme as the lab's figures do. */
const template = { layout: { ...paper, colorway: palette, xaxis: axisLines, yaxis: axisLines } };

/** The same as Plotly 3 and later draw it, which leave out a title that is a text. */
export function completed({ data, layout = {}, alt, origin }: OwnFigure): Figure {
  const titled = withTitles(layout) as Figure["layout"];
  const kinds = [...new Set(data.map(({ type = "scatter" }) => String(type)))].join(", ");
  const { text = "" } = (titled.title ?? {}) as { text?: string };
  const described = [text, `a figure of ${data.length} ${data.length === 1 ? "trace" : "traces"} (${kinds})`];
  return {
    data: data.map((trace) => withTitles(trace) as Trace),
    layout: "template" in layout || "paper_bgcolor" in layout ? titled : { template, ...titled },
    alt: alt ?? described.filter(Boolean).join(": "),
    ...(origin ? { origin } : {}),
  };
}

/** Every `title` that is a text as { text }: of the figure, of an axis, a legend, a colour bar. */
function withTitles(part: unknown): unknown {
  if (Array.isArray(part)) return isObject(part[0]) ? part.map(withTitles) : part;
  if (!isObject(part)) return part;
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => [
      name,
      name === "title" && typeof value === "string" ? { text: value } : withTitles(value),
    ]),
  );
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
