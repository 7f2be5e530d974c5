import { expectForm, forms } from "../core/argumentForms";
import type { Figure } from "./figure";
import { layout } from "./frame";
import { grid, plainScale } from "./heatMap";

/** A small matrix to look at, in [0, 1]. */
export interface Picture {
  readonly values: readonly (readonly number[])[];
  readonly caption?: string;
  /** Names of its columns, instead of a caption. */
  readonly columns?: readonly string[];
  /** Ink from white to black, or a probability from white to blue. */
  readonly scale: "ink" | "probability";
}

/** Small matrices, row by row, under one title. */
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

/** Between pictures, and below them where there are captions, in pixels of a picture. */
const [gap, captionHeight] = [1.6, 1.6];

const { list, text } = forms;
const pictureForm = forms.fields(
  { values: list(list(forms.number, 1), 1), scale: forms.oneOf(["ink", "probability"]) },
  { caption: text, columns: list(text) },
);
const form = forms.fields({
  ...{ title: text, alt: text },
  rows: list(forms.fields({ name: text, pictures: list(pictureForm) })),
});

/** Pictures on a grid, with the rows' names on the left and captions below; all their pixels are squares of one size. */
export function pictures(options: PictureOptions): Figure {
  expectForm("pictures", form, options);
  const { title, rows, alt } = options;
  for (const { values } of rows.flatMap((row) => row.pictures))
    expectForm("pictures: values", grid(forms.number, values.length, values[0].length), values);
  const captioned = rows.some((row) => row.pictures.some(({ caption, columns }) => caption || columns));
  const heights = rows.map((row) => Math.max(0, ...row.pictures.map(({ values }) => values.length)));
  const below = gap + (captioned ? captionHeight : 0);
  const tops = heights.map((_, r) => heights.slice(0, r).reduce((sum, height) => sum + height + below, 0));
  const placed = rows.flatMap((row, r) =>
    row.pictures.map((picture, c) => place(picture, row.pictures.slice(0, c), tops[r])),
  );
  const [width, height] = [
    Math.max(1, ...placed.map(({ picture, left }) => left + picture.values[0].length)),
    Math.max(1, (tops.at(-1) ?? 0) + (heights.at(-1) ?? 0) + (captioned ? captionHeight : 0)),
  ];
  const margin = { l: rows.some(({ name }) => name) ? 165 : 24, r: 24, t: 60, b: 16 };
  const room = 800 - margin.l - margin.r;
  const pixel = Math.min(largest, room / width);
  const axis = { visible: false, fixedrange: true };
  return {
    data: placed.map(heat),
    layout: layout({
      title,
      height: margin.t + margin.b + height * pixel,
      xaxis: { ...axis, range: [0, room / pixel] },
      yaxis: { ...axis, range: [height, 0] },
      shapes: placed.map(frame),
      annotations: [
        ...rows.map(({ name }, r) =>
          note(name, { x: 0, xshift: -10, y: tops[r] + heights[r] / 2, xanchor: "right", yanchor: "middle" }),
        ),
        ...placed.flatMap(captions),
      ],
      margin,
    }),
    alt,
  };
}

/** A pixel of a picture on the screen, at most. */
const largest = 14;

interface Placed {
  readonly picture: Picture;
  readonly left: number;
  readonly top: number;
}

const place = (picture: Picture, before: readonly Picture[], top: number): Placed => ({
  picture,
  left: before.reduce((sum, { values }) => sum + (values[0]?.length ?? 0) + gap, 0),
  top,
});

const heat = ({ picture: { values, scale }, left, top }: Placed) => ({
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

const frame = ({ picture: { values }, left, top }: Placed) => ({
  type: "rect",
  xref: "x",
  yref: "y",
  x0: left,
  x1: left + values[0].length,
  y0: top,
  y1: top + values.length,
  line: { color: "#bbbbbb", width: 1 },
});

/** Below the picture: what it is, or a name under each of its columns. */
function captions({ picture: { values, caption, columns = [] }, left, top }: Placed) {
  const place = { y: top + values.length, xanchor: "center", yanchor: "top" };
  return [
    ...(caption ? [note(caption, { ...place, x: left + values[0].length / 2 })] : []),
    ...columns.map((name, c) => note(name, { ...place, x: left + c + 0.5, font: { size: 10, color: "#444444" } })),
  ];
}

const note = (text: string, place: Readonly<Record<string, unknown>>) => ({
  text,
  showarrow: false,
  xref: "x",
  yref: "y",
  font: { size: 12, color: "#444444" },
  ...place,
});
