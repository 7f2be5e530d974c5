import type { Figure } from "../view/figure";
import { svg } from "../view/staticImage";
import { type FigurePart, figureParts } from "./figureParts";
import { leanSvg, withoutPictures } from "./leanSvg";
import { type PixelSize, placeOnSlide, type SlidePlace, scaleIn, smallestText } from "./slidePlace";

/** As a notebook shows it. */
const notebookSize: PixelSize = { width: 800, height: 400 };
/** In milliseconds; a heat map of many letters takes a while on a busy machine. */
const patience = 120_000;
/** How much flatter, and how much higher, than in the notebook it may be. */
const [flatter, higher] = [0.92, 1.15];

/** A figure, or one after the other the parts of one that is too high, as SVG for their place on a slide. */
export interface FigureForSlides {
  readonly place: SlidePlace;
  readonly parts: readonly string[];
  /** Why there are none. */
  readonly failure?: string;
}

/** A figure drawn for its place below or beside words of this height, with no text smaller than can be read there. */
export function figureForSlides(figure: Figure, words: number): FigureForSlides {
  const made = sizeOfFigure(figure);
  const lineOf = (letters: number) => 10 + 1.35 * Math.max(13, letters);
  const apart = figureParts(figure, made, lineOf(0));
  const highest = Math.max(...apart.map(([from, to]) => to - from));
  const place = placeOnSlide({ width: made.width, height: highest }, words);
  const across = place.width / place.height;
  const width = Math.round(Math.max(made.width, flatter * highest * across));
  const flat = Math.min(Math.max(width / across, flatter * made.height), higher * made.height);
  const height = apart.length > 1 ? made.height : Math.round(flat);
  const letters = smallestText / scaleIn(place, { width, height: apart.length > 1 ? highest : height });
  const layout = { font: { size: 12 }, ...figure.layout, width, height };
  const large = withLargerText({ data: figure.data, layout }, letters) as Pick<Figure, "data" | "layout">;
  const { image, failure } = svg({ ...figure, ...large }, { width, patience });
  if (!image) return { place, parts: [], failure };
  const cut = figureParts(figure, { width: made.width, height }, lineOf(letters));
  const lean = leanSvg(image);
  return {
    place,
    parts: cut.length === 1 ? [lean] : cut.map((one, i) => partOf(withoutPictures(lean, one), { part: one, width, i })),
  };
}

/** The width and height that a figure has been made for. */
function sizeOfFigure({ layout }: Pick<Figure, "layout">): PixelSize {
  const size = (given: unknown, otherwise: number) =>
    typeof given === "number" && given >= 50 && given <= 5000 ? given : otherwise;
  return { width: size(layout.width, notebookSize.width), height: size(layout.height, notebookSize.height) };
}

interface Cut {
  readonly part: FigurePart;
  readonly width: number;
  readonly i: number;
}

/** What lies within a part, and nothing of its neighbours; names that another part has, too, are its own. */
function partOf(image: string, { part: [from, to], width, i }: Cut): string {
  const size = `width="${width}" height="${to - from}"`;
  const inner = image
    .replace(/^<svg [^>]*>/, (opening) =>
      opening
        .replace(/ (?:width|height)="[^"]*"/g, "")
        .replace(/viewBox="[^"]*"/, `${size} viewBox="0 ${from} ${width} ${to - from}"`),
    )
    .replace(/(\sid="|url\((?:&quot;|['"])?#|href="#)([\w-]+)/g, `$1$2-${i + 1}`);
  return `<svg viewBox="0 0 ${width} ${to - from}">${inner}</svg>`;
}

/** Every font of a figure, no smaller than `smallest`. */
function withLargerText(value: unknown, smallest: number, key = ""): unknown {
  if (Array.isArray(value)) return value.map((inner) => withLargerText(inner, smallest, key));
  if (typeof value !== "object" || value === null) return value;
  const isFont = /font$/.test(key);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      isFont && name === "size" && typeof inner === "number"
        ? Math.max(inner, smallest)
        : withLargerText(inner, smallest, name),
    ]),
  );
}
