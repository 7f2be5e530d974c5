import type { Figure } from "../view/figure";
import { lit } from "../view/lit";
import { pictureSheet } from "../view/pictureSheet";
import type { SeenPicture } from "./seenPicture";

/** A word, and where a network looked. */
export interface LookedWord {
  readonly word: string;
  /** Of a word that it says: its probability, given those before it. */
  readonly p?: number;
  /** α [L] of the places row by row. */
  readonly alpha: readonly number[];
  /** The one that it drew, and read alone. */
  readonly place?: number;
}

const shownSize = 96;
const columns = 6;

/** The picture, and once more for each word: in colour and bright where the network looked. */
export async function looksFigure(picture: SeenPicture, looks: readonly LookedWord[], title: string): Promise<Figure> {
  const pixels = await picture.pixels(shownSize);
  const words = looks.map((look) => ({
    ...{ pixels: lit(pixels, shownSize, look.alpha), side: shownSize, captions: captionsOf(look) },
    frames: look.place === undefined ? [] : [frameOf(look.place, Math.sqrt(look.alpha.length))],
  }));
  return pictureSheet({
    ...{ title, columns, quick: true, pictures: [{ pixels, side: shownSize, captions: ["the picture"] }, ...words] },
    alt: `${title}. ${looks.map(({ word, alpha }) => `${word}: looks ${whereOf(alpha)}`).join("; ")}`,
  });
}

function captionsOf({ word, p, alpha, place }: LookedWord): string[] {
  const safe = word.replace("<", "&lt;");
  const drawnHere = place === undefined ? [] : [`drawn, α = ${alpha[place].toFixed(2)}`];
  return [p === undefined ? safe : `<b>${safe}</b> ${p.toFixed(2)}`, ...drawnHere];
}

const frameOf = (place: number, side: number) => ({
  ...{ x: (place % side) / side, y: Math.floor(place / side) / side, width: 1 / side, height: 1 / side },
  colour: "#E69F00",
});

/** In which ninth of the picture α is largest. */
function whereOf(alpha: readonly number[]): string {
  const side = Math.sqrt(alpha.length);
  const most = alpha.indexOf(Math.max(...alpha));
  const [y, x] = [Math.floor(most / side), most % side].map((place) => Math.floor((3 * (place + 0.5)) / side));
  const [down, across] = [["top", "middle", "bottom"][y], ["left", "middle", "right"][x]];
  return down === across ? "at the middle" : `at the ${down} ${across}`;
}
