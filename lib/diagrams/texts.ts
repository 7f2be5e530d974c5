import { type Area, coveredBy } from "./extent";
import { widthOf } from "./letters";
import type { Thing } from "./plan";
import { type LatticePoint, unit, type Wire } from "./route";

/** Words beside what they name; their left end, in pixels. */
export interface PlacedText extends Area {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

export const [nameSize, labelSize] = [17, 14];

/** The name of each thing that does not hold it itself: where no line goes through it. */
export function placeNames(things: readonly Thing[], wires: readonly Wire[]): Map<Thing, PlacedText> {
  const taken = [...things.map(coveredBy), ...linesOf(wires)];
  const placed = new Map<Thing, PlacedText>();
  for (const thing of things) {
    const { box, name, nameAt } = thing;
    if (!name || !nameAt || nameAt === "inside") continue;
    const [width, height] = [widthOf(name, nameSize), nameSize + 5];
    const [x, y, w, h] = [box.x, box.y, box.halfWidth, box.halfHeight].map((size) => size * unit);
    const [above, below] = [y - h - height - 2, y + h + 3];
    const corners = [
      ...[above, below].flatMap((top) => [
        [x + 6, top],
        [x - 6 - width, top],
      ]),
      ...[y - h, y + h - height].flatMap((top) => [
        [x - w - 6 - width, top],
        [x + w + 6, top],
      ]),
    ];
    const places = nameAt === "below" ? [[x - width / 2, below], ...corners] : corners;
    const areas = places.map(([left, top]): Area => ({ left, right: left + width, top, bottom: top + height }));
    const area = areas.find((one) => isFree(one, [...taken, ...placed.values()])) ?? areas[0];
    placed.set(thing, { ...area, text: name, x: area.left, y: area.bottom - 5 });
  }
  return placed;
}

/**
 * Puts each wire's label beside its line: at the middle of the last straight piece where it covers nothing, else of another,
 * else nearer to an end.
 * @param taken what else stands in the drawing
 */
export function labelWires(
  wires: readonly Wire[],
  texts: readonly (readonly (string | undefined)[])[],
  taken: readonly Area[],
): PlacedText[] {
  const lines = linesOf(wires);
  const placed: PlacedText[] = [];
  for (const [i, wire] of wires.entries()) {
    for (const [j, line] of wire.lines.entries()) {
      const text = texts[i]?.[j];
      if (!text) continue;
      const places = pieces(line)
        .toReversed()
        .flatMap((piece) => besides(piece, text));
      const free = places.find((place) => isFree(place, [...taken, ...lines, ...placed]));
      if (free) placed.push({ text, x: free.left, y: free.bottom - 4, ...free });
    }
  }
  return placed;
}

type Piece = readonly [LatticePoint, LatticePoint];

const pieces = (line: readonly LatticePoint[]): Piece[] => line.slice(1).map((point, i): Piece => [line[i], point]);

const linesOf = (wires: readonly Wire[]): Area[] =>
  wires
    .flatMap(({ lines }) => lines.flatMap(pieces))
    .map(([[x0, y0], [x1, y1]]) => ({
      ...{ left: Math.min(x0, x1) * unit - 1, right: Math.max(x0, x1) * unit + 1 },
      ...{ top: Math.min(y0, y1) * unit - 1, bottom: Math.max(y0, y1) * unit + 1 },
    }));

/** Where a label may stand beside a straight piece. */
function besides([[x0, y0], [x1, y1]]: Piece, text: string): Area[] {
  const [width, height] = [widthOf(text, labelSize) + 2, labelSize + 6];
  const away = 6;
  return [0.5, 0.7, 0.3].flatMap((share): Area[] => {
    const [x, y] = [(x0 + share * (x1 - x0)) * unit, (y0 + share * (y1 - y0)) * unit];
    if (x0 === x1) {
      const across = { top: y - height / 2, bottom: y + height / 2 };
      return [
        { ...across, left: x + away, right: x + away + width },
        { ...across, left: x - away - width, right: x - away },
      ];
    }
    const along = { left: x - width / 2, right: x + width / 2 };
    return [
      { ...along, top: y - away / 2 - height, bottom: y - away / 2 },
      { ...along, top: y + away / 2, bottom: y + away / 2 + height },
    ];
  });
}

const isFree = (a: Area, taken: readonly Area[]): boolean =>
  !taken.some((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom);
