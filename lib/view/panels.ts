import type { Figure, Trace } from "./figure";

/** Figures side by side under one title, `columns` to a row, each with its own axes and its title above it. */
export function panels(title: string, figures: readonly Figure[], columns = 2): Figure {
  const rows = Math.ceil(figures.length / columns);
  const parts = figures.map((figure, i) => place(figure, i, cell(i, columns, rows)));
  return {
    data: withOneLegend(parts.flatMap((part) => part.data)),
    layout: Object.assign(
      {},
      figures[0].layout,
      { title: { ...(figures[0].layout.title as object), text: title } },
      ...parts.map((part) => part.axes),
      frame(
        250 * rows,
        figures.some(({ layout }) => layout.showlegend),
      ),
      {
        shapes: parts.flatMap((part) => part.shapes),
        annotations: parts.flatMap((part) => part.annotations),
      },
    ),
    alt: `${title}: ${figures.map((figure) => figure.alt).join("; ")}`,
  };
}

/** A legend needs a line of its own above the headings, which stand between it and the plots. */
function frame(height: number, showlegend: boolean) {
  const [top, bottom] = [showlegend ? 108 : 84, 60];
  const plots = height + 26 - bottom;
  return {
    height: top + plots + bottom,
    margin: { l: 70, r: 24, t: top, b: bottom },
    showlegend,
    legend: { orientation: "h", x: 0, y: 1 + 26 / plots, yanchor: "bottom" },
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
  const onAxes = (item: unknown): Json => {
    const { xref = `x${n}`, yref = `y${n}`, ...rest } = item as Json;
    return {
      ...rest,
      xref: xref === "paper" ? `x${n} domain` : xref,
      yref: yref === "y domain" ? `y${n} domain` : yref,
    };
  };
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
    data: data.map((trace) => ({ ...trace, xaxis: `x${n}`, yaxis: `y${n}` })),
    axes: {
      [`xaxis${n}`]: { ...(layout.xaxis as Json), domain: box.x, anchor: `y${n}` },
      [`yaxis${n}`]: { ...(layout.yaxis as Json), domain: box.y, anchor: `x${n}` },
    },
    shapes: ((layout.shapes as unknown[]) ?? []).map(onAxes),
    annotations: [...((layout.annotations as unknown[]) ?? []).map(onAxes), heading],
  };
}

/** A name that occurs in several panels is listed once, and hidden or shown in all of them together. */
function withOneLegend(traces: readonly Trace[]): Trace[] {
  const listed = new Set<unknown>();
  return traces.map((trace) => {
    const first = trace.showlegend !== false && !listed.has(trace.name);
    listed.add(trace.name);
    return { ...trace, legendgroup: trace.name, showlegend: first };
  });
}
