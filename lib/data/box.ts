/** A rectangle on a picture whose sides are 1, whatever its pixels: left and top edge, width and height. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where one thing is, seen from another. */
export type Relation = "left" | "right" | "above" | "below";

export const centre = ({ x, y, width, height }: Box) => ({ x: x + width / 2, y: y + height / 2 });

/**
 * Where `a` is, seen from `b`, if that is beyond dispute: they are apart in this direction, and their centres at least
 * half as far again in it as across it.
 */
export function relation(a: Box, b: Box): Relation | undefined {
  const [p, q] = [centre(a), centre(b)];
  const [dx, dy] = [p.x - q.x, p.y - q.y];
  if (Math.abs(dx) >= 1.5 * Math.abs(dy)) {
    if (a.x + a.width <= b.x) return "left";
    return b.x + b.width <= a.x ? "right" : undefined;
  }
  if (Math.abs(dy) < 1.5 * Math.abs(dx)) return undefined;
  if (a.y + a.height <= b.y) return "above";
  return b.y + b.height <= a.y ? "below" : undefined;
}

/** The smallest box around all of them. */
export function hull(boxes: readonly Box[]): Box {
  const [x, y] = [Math.min(...boxes.map((box) => box.x)), Math.min(...boxes.map((box) => box.y))];
  const width = Math.max(...boxes.map((box) => box.x + box.width)) - x;
  return { x, y, width, height: Math.max(...boxes.map((box) => box.y + box.height)) - y };
}

/** Area in common over area together: 1 for the same box, 0 for boxes apart. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const common = Math.max(0, width) * Math.max(0, height);
  return common / (a.width * a.height + b.width * b.height - common);
}

/** Whether they come nearer to each other than `gap`. */
export const nearer = (a: Box, b: Box, gap: number): boolean =>
  a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap && b.y < a.y + a.height + gap;
