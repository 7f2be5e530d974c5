import { type Figure, layout } from "./figure";
import { plainScale } from "./heatMap";

/** A small matrix to look at, in [0, 1]. */
export interface Picture {
  readonly values: readonly (readonly number[])[];
  readonly caption?: string;
  /** Ink from white to black, or a probability from white to blue. */
  readonly scale: "ink" | "probability";
}

export interface PictureOptions {
  readonly title: string;
  /** Row by row, all rows with as many pictures. */
  readonly rows: readonly { readonly name: string; readonly pictures: readonly Picture[] }[];
  readonly alt: string;
}

const scales = {
  ink: [
    [0, "#ffffff"],
    [1, "#000000"],
  ],
  probability: plainScale,
} as const;

/** Pictures on a grid, with the rows' names on the left and captions below; all their pixels are squares of one size. */
export function pictures({ title, rows, alt }: PictureOptions): Figure {
  const gap = 1.6;
  const all = rows.flatMap((row) => row.pictures);
  const captioned = all.some(({ caption }) => caption);
  const heights = rows.map((row) => Math.max(0, ...row.pictures.map(({ values }) => values.length)));
  const tops = heights.map((_, r) => heights.slice(0, r).reduce((sum, h) => sum + h + gap + (captioned ? 1.6 : 0), 0));
  const placed = rows.flatMap(({ pictures: own }, r) => {
    const widths = own.map(({ values }) => values[0]?.length ?? 0);
    return own.map((picture, c) => ({
      picture,
      left: widths.slice(0, c).reduce((sum, w) => sum + w + gap, 0),
      top: tops[r],
    }));
  });
  const width = Math.max(1, ...placed.map(({ picture, left }) => left + picture.values[0].length));
  const height = Math.max(1, (tops.at(-1) ?? 0) + (heights.at(-1) ?? 0) + (captioned ? 2 : 0));
  const names = rows.map(({ name }, r) =>
    note(name, { x: -1, y: tops[r] + heights[r] / 2, xanchor: "right", yanchor: "middle" }),
  );
  const captions = placed.flatMap(({ picture: { caption, values }, left, top }) =>
    caption
      ? [note(caption, { x: left + values[0].length / 2, y: top + values.length, xanchor: "center", yanchor: "top" })]
      : [],
  );
  const axis = { visible: false, fixedrange: true };
  return {
    data: placed.map(({ picture, left, top }) => heat(picture, left, top)),
    layout: layout({
      title,
      height: 80 + Math.min(900, (560 * height) / width + 20),
      xaxis: { ...axis, range: [0, width] },
      yaxis: { ...axis, range: [height, -0.3], scaleanchor: "x" },
      plot_bgcolor: "#ffffff",
      shapes: placed.map(({ picture: { values }, left, top }) => frame(left, top, values)),
      annotations: [...names, ...captions],
      margin: { l: 150, r: 24, t: 60, b: 16 },
    }),
    alt,
  };
}

const heat = ({ values, scale }: Picture, left: number, top: number) => ({
  type: "heatmap",
  z: values,
  x0: left + 0.5,
  dx: 1,
  y0: top + 0.5,
  dy: 1,
  zmin: 0,
  zmax: 1,
  colorscale: scales[scale],
  showscale: false,
  hovertemplate: "%{z:.2f}<extra></extra>",
});

const frame = (left: number, top: number, values: Picture["values"]) => ({
  type: "rect",
  xref: "x",
  yref: "y",
  x0: left,
  x1: left + values[0].length,
  y0: top,
  y1: top + values.length,
  line: { color: "#bbbbbb", width: 1 },
});

const note = (text: string, place: Readonly<Record<string, unknown>>) => ({
  text,
  showarrow: false,
  xref: "x",
  yref: "y",
  font: { size: 12, color: "#444444" },
  ...place,
});
