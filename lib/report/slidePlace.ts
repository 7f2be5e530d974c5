/** Width and height; of a slide, as it is written. The browser scales it to the screen. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

export const slideSize: PixelSize = { width: 1280, height: 720 };

/** A twentieth more than 2 % of the slide's height: it is read from the last row. */
export const smallestText = 0.021 * slideSize.height;

/** Around a slide's content (template/slides.css). */
const inside: PixelSize = { width: slideSize.width - 96, height: slideSize.height - 90 };
const besideWords: PixelSize = { width: 820, height: inside.height };

/** Where on a slide a picture stands: below its words, or beside them where it is as high as it is wide. */
export interface SlidePlace extends PixelSize {
  readonly name: "below" | "beside";
}

/** How many times larger it stands there. */
export const scaleIn = (place: PixelSize, { width, height }: PixelSize): number =>
  Math.min(place.width / width, place.height / height);

/** Where a picture is larger, when the words take so many pixels above it. */
export function placeOnSlide(picture: PixelSize, words: number): SlidePlace {
  const below = { width: inside.width, height: inside.height - words };
  return scaleIn(below, picture) >= scaleIn(besideWords, picture)
    ? { name: "below", ...below }
    : { name: "beside", ...besideWords };
}

/** How high a text stands across the slide, about, in letters of this size. */
export const heightOfText = (text: string, size: number): number =>
  Math.ceil((text.length * size * 0.56) / inside.width) * size * 1.35;
