import { expectForms, forms } from "../core/argumentForms";
import { type Figure, figureForm, type Trace } from "./figure";
import { layout as frame } from "./frame";
import { notice } from "./notice";

/** The grid that panels stand in. */
export interface PanelOptions {
  /** Of the grid, by default 2; of one panel 1. */
  readonly columns?: number;
  /** From one row to the next in pixels, 250 by default. */
  readonly rowHeight?: number;
}

const optionsForm = forms.fields({}, { columns: forms.size, rowHeight: forms.positive });

/** Figures side by side under one title, each with its own axes and its title above it, and one legend for all. */
export function panels(title: string, figures: readonly Figure[], options: PanelOptions = {}): Figure {
  expectForms("panels", {
    title: [forms.text, title],
    figures: [forms.list(figureForm), figures],
    options: [optionsForm, options],
  });
  const { columns = Math.min(2, figures.length), rowHeight = 250 } = options;
  if (figures.length === 0) return notice({ title, alt: title });
  const rows = Math.ceil(figures.length / columns);
  const parts = figures.map((figure, i) => place(figure, i, cell(i, columns, rows)));
  const data = withOneLegend(parts.flatMap((part) => part.data));
  const legend = data.flatMap(({ showlegend, name }) => (showlegend ? [String(name)] : []));
  return {
    data,
    layout: Object.assign(
      {},
      figures[0].layout,
      frame({ title, legend, headings: 20, height: 110 + rowHeight * rows }),
      ...parts.map((part) => part.axes),
      {
        shapes: parts.flatMap((part) => part.shapes),
        annotations: parts.flatMap((part) => part.annotations),
      },
    ),
    alt: `${title}: ${figures.map((figure) => figure.alt).join("; ")}`,
  };
}

interface Box {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** The i-th cell of the grid, in the figure's coordinates from 0 to 1, with gaps for the axes' labels. */
function cell(i: number, columns: number, rows: number): Box {
  const [gapX, gapY] = [0.12, rows > 1 ? 0.24 / (rows - 1) : 0];
  const [width, height] = [(1 - gapX * (columns - 1)) / columns, (1 - gapY * (rows - 1)) / rows];
  const left = (i % columns) * (width + gapX);
  const bottom = (rows - 1 - Math.floor(i / columns)) * (height + gapY);
  return { x: [left, left + width], y: [bottom, bottom + height] };
}

type Json = Record<string, unknown>;

/** A figure's traces, axes, lines and notes, moved into `box` under the axes' numbers of the i-th panel. */
function place({ data, layout }: Figure, i: number, box: Box) {
  const n = i === 0 ? "" : String(i + 1);
  const onAxes = ({ xref, yref, ...rest }: Json): Json => ({
    ...rest,
    xref: xref === "paper" ? `x${n} domain` : `x${n}`,
    yref: yref === "paper" ? `y${n} domain` : `y${n}`,
  });
  const heading = {
    text: (layout.title as { text: string }).text,
    font: { size: 13 },
    showarrow: false,
    xref: "paper",
    yref: "paper",
    x: box.x[0],
    y: box.y[1],
    xanchor: "left",
    yanchor: "bottom",
    yshift: 6,
  };
  return {
    // What has no legend alone gets none among others.
    data: data.map((trace) => ({
      ...trace,
      ...{ xaxis: `x${n}`, yaxis: `y${n}`, showlegend: layout.showlegend === true && trace.showlegend !== false },
    })),
    axes: {
      [`xaxis${n}`]: { ...(layout.xaxis as Json), domain: box.x, anchor: `y${n}` },
      [`yaxis${n}`]: { ...(layout.yaxis as Json), domain: box.y, anchor: `x${n}` },
    },
    shapes: ((layout.shapes as Json[]) ?? []).map(onAxes),
    annotations: [...((layout.annotations as Json[]) ?? []).map(onAxes), heading],
  };
}

/** A name that occurs in several panels is listed once, and hidden or shown in all of them together. */
function withOneLegend(traces: readonly Trace[]): Trace[] {
  const listed = new Set<unknown>();
  return traces.map((trace) => {
    const first = trace.showlegend === true && !listed.has(trace.name);
    if (first) listed.add(trace.name);
    return { ...trace, legendgroup: trace.name, showlegend: first };
  });
}
