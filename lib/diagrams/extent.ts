import type { DiagramPlan, Thing } from "./plan";
import { unit, type Wire } from "./route";

/** Of a drawing, in pixels. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** What a thing covers, with its numbers. */
export function coveredBy({ box, look }: Thing): Area {
  const [x, y, halfWidth, halfHeight] = [box.x, box.y, box.halfWidth, box.halfHeight].map((size) => size * unit);
  const [above, below] = look === "end" ? [16, 24] : [0, 0];
  return { left: x - halfWidth, right: x + halfWidth, top: y - halfHeight - above, bottom: y + halfHeight + below };
}

/** All that is drawn. */
export function extent(
  { things, grounds }: DiagramPlan,
  wires: readonly Wire[],
  { texts, gradients = false }: { readonly texts: readonly Area[]; readonly gradients?: boolean },
): Area {
  const points = wires
    .flatMap(({ lines }) => lines.flat())
    .map(([x, y]) => ({ left: x * unit, right: x * unit, top: y * unit, bottom: y * unit }));
  const rooms = grounds.map(({ left, right, top, bottom }) => ({
    ...{ left: left * unit, right: right * unit, top: top * unit, bottom: bottom * unit },
  }));
  // The gradients' numbers stand to the left of upright lines, and to the right of things.
  const own = things.map(coveredBy).map((area) => (gradients ? widened(area) : area));
  const all = [...points, ...rooms, ...own, ...texts];
  const pad = 16;
  return {
    left: Math.min(...all.map(({ left }) => left)) - pad,
    right: Math.max(...all.map(({ right }) => right)) + pad,
    top: Math.min(...all.map(({ top }) => top)) - pad,
    bottom: Math.max(...all.map(({ bottom }) => bottom)) + pad,
  };
}

const widened = (area: Area): Area => ({ ...area, left: area.left - 40, right: area.right + 40 });
