import type { Vector } from "./diagramGraph";
import { round } from "./letters";
import { type LatticePoint, unit } from "./route";

/** Of one number, in pixels. */
const cell = { plain: 13, number: { width: 50, height: 23 } } as const;
const pad = 7;

/** Rows and columns of a heat map: a vector stands upright, one number above the other; of many numbers it is folded. */
function grid({ data, rows }: Vector): readonly [rows: number, columns: number] {
  if (rows) return [rows, data.length / rows];
  if (data.length <= 16) return [data.length, 1];
  return [Math.ceil(data.length / 16), 16];
}

function sizeOf(vector: Vector, numbers: boolean) {
  const [rows, columns] = grid(vector);
  const shown = numbers && columns === 1;
  const side = Math.min(cell.plain, 130 / Math.max(rows, columns));
  const [width, height] = shown ? [cell.number.width, cell.number.height] : [side, side];
  return { rows, columns, shown, width, height };
}

/** How far the box around a vector reaches from its middle, on the lattice. */
export function vectorSize(
  vector: Vector,
  numbers: boolean,
): { readonly halfWidth: number; readonly halfHeight: number } {
  const { rows, columns, width, height } = sizeOf(vector, numbers);
  const half = (length: number) => Math.ceil((length / 2 + pad) / unit);
  return { halfWidth: half(columns * width), halfHeight: half(rows * height) };
}

/** A vector's numbers in its box; `mark` is framed. */
export function upright(vector: Vector, at: LatticePoint, numbers: boolean, mark?: number): string {
  const { columns, shown, width, height } = sizeOf(vector, numbers);
  return cells(vector.data, at, { columns, width, height, shown, mark });
}

/** In one row. */
export const lying = ({ data }: Vector, at: LatticePoint): string => {
  const columns = Math.min(data.length, 16);
  return cells(data, at, {
    columns,
    width: Math.min(cell.plain, 66 / columns),
    height: Math.min(10, 40 / Math.ceil(data.length / columns)),
    shown: false,
  });
};

interface Cells {
  readonly columns: number;
  readonly width: number;
  readonly height: number;
  readonly shown: boolean;
  readonly mark?: number;
}

/** Numbers as squares from orange (negative) over white to blue (positive), with the numbers in them where there is room. */
function cells(data: readonly number[], [x, y]: LatticePoint, { columns, width, height, shown, mark }: Cells): string {
  const limit = Math.max(shown ? 1 : 0.25, ...data.map(Math.abs));
  const [left, top] = [x - (width * columns) / 2, y - (height * Math.ceil(data.length / columns)) / 2];
  const place = (i: number) => [round(left + (i % columns) * width), round(top + Math.floor(i / columns) * height)];
  const box = (i: number, look: string) =>
    `<rect x="${place(i)[0]}" y="${place(i)[1]}" width="${round(width)}" height="${round(height)}" ${look}/>`;
  const squares = data.map((v, i) => {
    const square = box(i, `fill="${colour(v / limit)}" stroke="#b5b5b5" stroke-width="0.6"`);
    if (!shown) return square;
    const ink = Math.abs(v / limit) > 0.6 ? "#fff" : "#222";
    const [left, top] = place(i);
    return `${square}<text x="${round(left + width / 2)}" y="${round(top + height / 2 + 4.5)}" font-size="12.5" text-anchor="middle" fill="${ink}">${number(v)}</text>`;
  });
  const framed = mark === undefined ? "" : box(mark, `fill="none" stroke="#009E73" stroke-width="3"`);
  return squares.join("") + framed;
}

const number = (v: number) => (Number.isInteger(v) ? String(v) : v.toFixed(2)).replace("-", "−");

function colour(share: number): string {
  const s = Math.max(-1, Math.min(1, Number.isFinite(share) ? share : 0));
  const mix = (c: number) =>
    Math.round(255 + (c - 255) * Math.abs(s))
      .toString(16)
      .padStart(2, "0");
  return `#${(s >= 0 ? [0x00, 0x72, 0xb2] : [0xd5, 0x5e, 0x00]).map(mix).join("")}`;
}
