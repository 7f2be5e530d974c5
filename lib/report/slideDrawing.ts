import { placeOnSlide, type SlidePlace, scaleIn, smallestText } from "./slidePlace";

/** How high a line is, in sizes of its letters. */
const line = 1.14;

/** One of the lab's drawings for its place below or beside words of this height, with no line that is too small there. */
export function drawingForSlide(svg: string, words: number): { readonly place: SlidePlace; readonly drawing: string } {
  const [, width, height] = svg.match(/viewBox="\S+ \S+ (\S+) (\S+)"/) ?? [];
  const size = { width: Number(width) || 1, height: Number(height) || 1 };
  const place = placeOnSlide(size, words);
  const smallest = smallestText / line / scaleIn(place, size);
  const larger = (_: string, before: string, given: string) => `${before}${Math.max(Number(given), smallest)}"`;
  return { place, drawing: svg.replace(/(<(?:svg|text|g) [^>]*font-size=")([\d.]+)"/g, larger) };
}
