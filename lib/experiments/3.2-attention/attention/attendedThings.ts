import { mean } from "../../../analysis/statistics";
import type { Box } from "../../../data/box";
import { nounOf } from "../../../data/sceneNouns";
import type { Scene } from "../../../data/scenes";
import { lightOf } from "../../../view/lit";

/** One thing that a caption names and that is in the picture: its boxes, and α before the word, row by row of places. */
export interface AttendedThing {
  readonly boxes: readonly Box[];
  readonly alpha: ArrayLike<number>;
}

/** Of each thing that a caption names rightly; `alphaOf(t)` is α before its word t. */
export function attendedThings(
  words: readonly string[],
  { objects }: Scene,
  alphaOf: (t: number) => ArrayLike<number>,
): AttendedThing[] {
  return words.flatMap((word, t) => {
    const noun = nounOf(word);
    const boxes = objects.filter((object) => object.noun === noun).map(({ box }) => box);
    return boxes.length > 0 ? [{ boxes, alpha: alphaOf(t) }] : [];
  });
}

/** A point of a picture, in shares of its sides. */
interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Whether the centre of place i of a map with `side` rows lies in one of the boxes. */
export const inside = (i: number, side: number, boxes: readonly Box[]): boolean => lies(centreOf(i, side), boxes);

const centreOf = (i: number, side: number): Spot => ({
  x: ((i % side) + 0.5) / side,
  y: (Math.floor(i / side) + 0.5) / side,
});

const lies = ({ x, y }: Spot, boxes: readonly Box[]): boolean =>
  boxes.some((box) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height);

/** The place whose centre is nearest to that of a box. */
export function placeOf({ x, y, width, height }: Box, side: number): number {
  const at = (centre: number) => Math.min(side - 1, Math.max(0, Math.floor(centre * side)));
  return at(y + height / 2) * side + at(x + width / 2);
}

/** How far a place may be from a box and still count as near it: a fifteenth of the picture's side. */
export const nearness = 1 / 15;

const grown = ({ x, y, width, height }: Box): Box => ({
  ...{ x: x - nearness, y: y - nearness },
  ...{ width: width + 2 * nearness, height: height + 2 * nearness },
});

/** Where α as it is drawn is brightest, to a quarter of a place. */
export function brightestSpot(alpha: ArrayLike<number>): Spot {
  const side = Math.sqrt(alpha.length);
  const coordinates = Array.from({ length: 4 * (side - 1) + 1 }, (_, k) => k / 4);
  const best = largest(lightOf(alpha, coordinates));
  const at = (k: number) => (coordinates[k] + 0.5) / side;
  return { x: at(best % coordinates.length), y: at(Math.floor(best / coordinates.length)) };
}

/** How often something lies in a box of what is named; beside it how often any place would, and the four in the middle. */
const measures = {
  /** α's largest place, strictly in the box. */
  pointing: { of: (alpha) => centreOf(largest(alpha), Math.sqrt(alpha.length)), boxes: (boxes) => boxes },
  /** The same, and near the box is good enough. */
  near: { of: (alpha) => centreOf(largest(alpha), Math.sqrt(alpha.length)), boxes: (boxes) => boxes.map(grown) },
  /** The brightest spot of α as it is drawn, strictly in the box. */
  brightest: { of: brightestSpot, boxes: (boxes) => boxes },
} satisfies Record<
  string,
  { of: (alpha: ArrayLike<number>) => Spot; boxes: (boxes: readonly Box[]) => readonly Box[] }
>;
/** The name of one of them. */
export type PointingMeasure = keyof typeof measures;

/** Each measure, what any place would reach by it (`anywhere`, `nearAnywhere`) and the middle (`middle`, `nearMiddle`), and α's entropy. */
export type PointingAccuracy = Readonly<
  Record<PointingMeasure | "anywhere" | "middle" | "nearAnywhere" | "nearMiddle" | "entropy", number>
>;

/** How α points at what is named. All 0 where nothing is. */
export function pointingAccuracy(all: readonly AttendedThing[]): PointingAccuracy {
  const side = Math.sqrt(all[0]?.alpha.length ?? 0);
  const places = Array.from({ length: side * side }, (_, i) => i);
  const central = places.filter((i) =>
    [i % side, Math.floor(i / side)].every((at) => Math.abs(at - (side - 1) / 2) < 1),
  );
  const share = (of: (thing: AttendedThing) => number) => (all.length > 0 ? mean(all.map(of)) : 0);
  const found = ({ of, boxes }: (typeof measures)[PointingMeasure]) =>
    share((thing) => (lies(of(thing.alpha), boxes(thing.boxes)) ? 1 : 0));
  const those = (some: readonly number[], { boxes }: (typeof measures)[PointingMeasure]) =>
    share((thing) => mean(some.map((i) => (inside(i, side, boxes(thing.boxes)) ? 1 : 0))));
  const { pointing, near, brightest } = measures;
  return {
    ...{ pointing: found(pointing), near: found(near), brightest: found(brightest) },
    ...{ anywhere: those(places, pointing), middle: those(central, pointing) },
    ...{ nearAnywhere: those(places, near), nearMiddle: those(central, near) },
    entropy: share(({ alpha }) => -Array.from(alpha).reduce((sum, p) => sum + (p > 0 ? p * Math.log(p) : 0), 0)),
  };
}

function largest(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
