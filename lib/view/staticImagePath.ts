import type { DOMWindow } from "jsdom";

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Gives jsdom's paths their length, which plotly asks of an annotation's arrow to place its head: straight lines only. */
export function addPathLengths(window: DOMWindow): void {
  Object.assign(window.SVGElement.prototype, {
    getTotalLength(this: SVGElement) {
      return segments(this).reduce((total, [from, to]) => total + distance(from, to), 0);
    },
    getPointAtLength(this: SVGElement, length: number) {
      return pointAt(segments(this), length);
    },
  });
}

function segments(path: SVGElement): (readonly [Point, Point])[] {
  const numbers = (path.getAttribute("d")?.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
  const points = numbers.flatMap((x, i) => (i % 2 === 0 ? [{ x, y: numbers[i + 1] ?? 0 }] : []));
  return points.slice(1).map((to, i) => [points[i], to] as const);
}

function pointAt(lines: readonly (readonly [Point, Point])[], length: number): Point {
  let left = length;
  for (const [from, to] of lines) {
    const part = left / (distance(from, to) || 1);
    if (part <= 1) return { x: from.x + part * (to.x - from.x), y: from.y + part * (to.y - from.y) };
    left -= distance(from, to);
  }
  return lines.at(-1)?.[1] ?? { x: 0, y: 0 };
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
