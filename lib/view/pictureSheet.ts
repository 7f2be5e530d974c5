import { expectForm, expectLength, forms } from "../core/argumentForms";
import { type Figure, palette } from "./figure";
import { layout } from "./frame";
import { invisible, notice } from "./notice";
import { pngUri } from "./png";

/** A frame on a picture, in shares of its sides. */
export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** What stands at its upper edge. */
  readonly name?: string;
  /** Of the palette; by default each frame has the next. */
  readonly colour?: string;
}

/** A picture in colour. */
export interface ColourPicture {
  /** Red, green and blue of [side, side, 3], 0 to 255. */
  readonly pixels: ArrayLike<number>;
  readonly side: number;
  /** Paragraphs below it, broken into lines as wide as the picture. */
  readonly captions?: readonly string[];
  readonly frames?: readonly Frame[];
}

/** Pictures in colour, and in how many columns they stand. */
export interface PictureSheetOptions {
  readonly title: string;
  readonly pictures: readonly ColourPicture[];
  readonly columns: number;
  /** What is said where there are no pictures. */
  readonly none?: string;
  /** For pictures that change under one's hand: sooner there, and twice as large. */
  readonly quick?: boolean;
  readonly alt: string;
}

/** A place where none is. */
export const noPicture: ColourPicture = { pixels: [255, 255, 255], side: 1 };

/** With nothing behind them, up to the end of a row. */
export const wholeRows = (pictures: readonly ColourPicture[], columns: number): ColourPicture[] => [
  ...pictures,
  ...Array.from({ length: (columns - (pictures.length % columns)) % columns }, () => noPicture),
];

/** The figure's width and what surrounds the sheet, in pixels of the screen, as are all sizes here. */
const [total, side, top, gap, line, paragraph] = [800, 16, 56, 16, 15, 4];

const { finite, list, text } = forms;
const frameForm = forms.fields(
  { x: finite, y: finite, width: forms.atLeastZero, height: forms.atLeastZero },
  { name: text, colour: text },
);
const form = forms.fields(
  {
    ...{ title: text, columns: forms.size, alt: text },
    pictures: list(
      forms.fields({ pixels: forms.numbers, side: forms.size }, { captions: list(text), frames: list(frameForm) }),
    ),
  },
  { none: text, quick: forms.truth },
);

/** Pictures in colour, row by row, each with what is said of it below and frames around what is meant. */
export function pictureSheet(options: PictureSheetOptions): Figure {
  expectForm("pictureSheet", form, options);
  const { title, pictures, columns, none, quick, alt } = options;
  for (const { pixels, side: size } of pictures)
    expectLength("pictureSheet: pictures: pixels", pixels, size * size * 3, `numbers [${size}, ${size}, 3]`);
  if (pictures.length === 0) return notice({ title, text: none, alt });
  const width = (total - 2 * side - gap * (columns - 1)) / columns;
  const texts = pictures.map(({ captions = [] }) =>
    captions.map((caption) => wrapped(caption, Math.floor(width / 6.4))),
  );
  const rows = Array.from({ length: Math.ceil(pictures.length / columns) }, (_, r) => {
    const heights = texts.slice(r * columns, (r + 1) * columns).map(heightOf);
    return width + Math.max(...heights) + gap;
  });
  const placed = pictures.map((picture, i) => ({
    ...{ picture, width, quick, texts: texts[i] },
    left: (i % columns) * (width + gap),
    top: rows.slice(0, Math.floor(i / columns)).reduce((a, b) => a + b, 0),
  }));
  const height = rows.reduce((a, b) => a + b, 0);
  const hidden = { visible: false, fixedrange: true };
  return {
    data: [invisible],
    layout: layout({
      title,
      height: top + height,
      margin: { l: side, r: side, t: top, b: 0 },
      // Squares stay squares, however wide a page draws it.
      xaxis: { ...hidden, range: [0, total - 2 * side], constrain: "domain", constraintoward: "left" },
      yaxis: { ...hidden, range: [height, 0], scaleanchor: "x", constrain: "domain", constraintoward: "top" },
      images: placed.map(image),
      shapes: placed.flatMap(frames),
      annotations: placed.flatMap((one) => [...captions(one), ...names(one)]),
    }),
    alt,
  };
}

interface Placed {
  readonly picture: ColourPicture;
  readonly texts: readonly (readonly string[])[];
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly quick?: boolean;
}

const data = { xref: "x", yref: "y" } as const;

const image = ({ picture: { pixels, side: pixel }, left, top: y, width, quick }: Placed) => ({
  ...{ ...data, x: left, y, sizex: width, sizey: width, sizing: "stretch", layer: "below" },
  source: pngUri(pixels, { width: pixel, height: pixel, quick }),
});

const colourOf = ({ colour }: Frame, i: number): string => colour ?? palette[i % palette.length];

const frames = ({ picture, left, top: y, width }: Placed) =>
  (picture.frames ?? []).map((frame, i) => ({
    ...{ ...data, type: "rect", line: { color: colourOf(frame, i), width: 2 } },
    ...{ x0: left + frame.x * width, x1: left + (frame.x + frame.width) * width },
    ...{ y0: y + frame.y * width, y1: y + (frame.y + frame.height) * width },
  }));

function names({ picture, left, top: y, width }: Placed) {
  return (picture.frames ?? []).flatMap((frame, i) => {
    if (!frame.name) return [];
    // At the picture's right the name ends with the frame, to stay inside.
    const right = frame.x + frame.width / 2 > 0.6;
    const x = left + (right ? frame.x + frame.width : frame.x) * width + (right ? 1 : -1);
    const tag = { bgcolor: colourOf(frame, i), borderpad: 1, font: { size: 10, color: "#ffffff" } };
    return [note(frame.name, { x, y: y + frame.y * width, yanchor: "bottom", xanchor: right ? "right" : "left" }, tag)];
  });
}

function captions({ texts, left, top: y, width }: Placed) {
  return texts.map((lines, i) => {
    const above = heightOf(texts.slice(0, i));
    return note(lines.join("<br>"), { x: left, y: y + width + 4 + above, yanchor: "top" });
  });
}

const note = (text: string, at: Readonly<Record<string, unknown>>, style: object = {}) => ({
  ...{ ...data, text, showarrow: false, xanchor: "left", align: "left", borderpad: 0, ...at },
  font: { size: 11.5, color: "#333333" },
  ...style,
});

const heightOf = (paragraphs: readonly (readonly string[])[]): number =>
  paragraphs.reduce((sum, lines) => sum + lines.length * line + paragraph, 0);

const withoutTags = (text: string): string => text.replaceAll(/<[^<>]*>/g, "");

/** Lines of at most so many characters that are seen, broken between words. */
function wrapped(text: string, characters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.length - 1;
    if (last >= 0 && withoutTags(`${lines[last]} ${word}`).length <= characters) lines[last] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}
