import { mean } from "../../../analysis/statistics";
import type { Box } from "../../../data/box";
import { nounOf } from "../../../data/sceneNouns";
import type { Scene } from "../../../data/scenes";

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

/** Whether the centre of place i of a map with `side` rows lies in one of the boxes. */
export function inside(i: number, side: number, boxes: readonly Box[]): boolean {
  const [x, y] = [((i % side) + 0.5) / side, (Math.floor(i / side) + 0.5) / side];
  return boxes.some((box) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height);
}

/** The place whose centre is nearest to that of a box. */
export function placeOf({ x, y, width, height }: Box, side: number): number {
  const at = (centre: number) => Math.min(side - 1, Math.max(0, Math.floor(centre * side)));
  return at(y + height / 2) * side + at(x + width / 2);
}

/**
 * How often α's largest place lies in a box of what is named: `pointing`; beside it how often any place would (`anywhere`,
 * the boxes' share of the places) and how often the four in the middle (`middle`). All 0 where nothing is named.
 */
export function pointingAccuracy(all: readonly AttendedThing[]) {
  if (all.length === 0) return { pointing: 0, anywhere: 0, middle: 0, entropy: 0 };
  const side = Math.sqrt(all[0].alpha.length);
  const places = Array.from({ length: side * side }, (_, i) => i);
  const central = places.filter((i) =>
    [i % side, Math.floor(i / side)].every((at) => Math.abs(at - (side - 1) / 2) < 1),
  );
  const share = (boxes: readonly Box[], of: readonly number[]) => mean(of.map((i) => (inside(i, side, boxes) ? 1 : 0)));
  return {
    pointing: mean(all.map(({ boxes, alpha }) => (inside(largest(alpha), side, boxes) ? 1 : 0))),
    anywhere: mean(all.map(({ boxes }) => share(boxes, places))),
    middle: mean(all.map(({ boxes }) => share(boxes, central))),
    entropy: mean(
      all.map(({ alpha }) => -Array.from(alpha).reduce((sum, p) => sum + (p > 0 ? p * Math.log(p) : 0), 0)),
    ),
  };
}

function largest(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
