import type { Figure } from "../view/figure";
import type { PixelSize } from "./slidePlace";

type Json = Readonly<Record<string, unknown>>;

/** From its upper edge, in pixels of the figure: where a part begins and ends. */
export type FigurePart = readonly [from: number, to: number];

/**
 * A figure that is too high for a slide goes over several, some of its rows of panels or of pictures on each. Any other is one part.
 * @param title how high the line is that stands above a panel
 */
export function figureParts(
  { layout }: Pick<Figure, "layout">,
  { width, height }: PixelSize,
  title: number,
): FigurePart[] {
  const slides = height > 0.8 * width ? Math.ceil(height / (0.5 * width)) : 1;
  const rows = rowTops(layout, height, title);
  if (slides === 1 || rows.length < 2) return [[0, height]];
  const each = Math.ceil(rows.length / slides);
  const cuts = rows.filter((_, i) => i > 0 && i % each === 0);
  return [0, ...cuts].map((from, i) => [from, cuts[i] ?? height]);
}

/** Where a row begins, with the titles above it, from the first to the last. */
function rowTops(layout: Json, height: number, title: number): number[] {
  const { t = 0, b = 0 } = (layout.margin ?? {}) as { t?: number; b?: number };
  const inside = height - t - b;
  const pictures = (layout.images ?? []) as readonly { readonly y?: number }[];
  const [low] = ((layout.yaxis as Json | undefined)?.range ?? []) as readonly number[];
  const tops = pictures.length
    ? pictures.map(({ y = 0 }) => t + (y / low) * inside - margin)
    : axes(layout).map(([, top = 1]) => t + (1 - top) * inside - title);
  const sorted = [...new Set(tops.filter(Number.isFinite).map(Math.round))].sort((a, b) => a - b);
  return sorted.filter((top, i) => i === 0 || (top - sorted[i - 1] > apart && top < height - apart));
}

/** Above a row of pictures, and between what counts as two rows. */
const [margin, apart] = [6, 40];

/** The share of the height that each vertical axis takes. */
const axes = (layout: Json): (readonly number[])[] =>
  Object.entries(layout).flatMap(([name, axis]) => {
    const domain = /^yaxis\d*$/.test(name) ? (axis as { domain?: unknown } | null)?.domain : undefined;
    return Array.isArray(domain) && domain.every((end) => typeof end === "number") ? [domain as number[]] : [];
  });
