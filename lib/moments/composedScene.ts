import { type Emoji, emoji, picturesOf } from "../data/emoji";
import { renderScene } from "../data/sceneRender";
import { places, type Scene, type SceneObject, type Size, times } from "../data/scenes";
import { type Sprites, sprites } from "../data/sprites";
import { board, choice, type ValuesOf } from "../view/controls";

const side = 4;
const most = 4;

/** Signs of what can be put down, by the artwork's labels. */
const signs: Readonly<Record<string, string>> = {
  ...{ dog: "🐕", cat: "🐈", horse: "🐎", cow: "🐄", pig: "🐖", ewe: "🐑", elephant: "🐘", penguin: "🐧", duck: "🦆" },
  ...{ turtle: "🐢", butterfly: "🦋", fish: "🐟", "red apple": "🍎", "green apple": "🍏", banana: "🍌", pizza: "🍕" },
  ...{ automobile: "🚗", "sport utility vehicle": "🚙", bus: "🚌", bicycle: "🚲", sailboat: "⛵", guitar: "🎸" },
  ...{ drum: "🥁", "closed book": "📕", "green book": "📗", chair: "🪑", balloon: "🎈", "teddy bear": "🧸" },
  ...{ "deciduous tree": "🌳", sunflower: "🌻", cactus: "🌵", mushroom: "🍄" },
};

/** As people call it: "horse", and of what there are several pictures of, "red apple". */
const nameOf = ({ noun, colour }: Emoji): string => (picturesOf(noun).length > 1 ? `${colour} ${noun}` : noun);
const pieces = new Map(emoji.filter(({ label }) => label in signs).map((one) => [nameOf(one), one]));

/** A thing's longer side, as a share of the picture's: within what the networks have learnt from. */
const sizes: Readonly<Record<Size, number>> = { small: 0.23, large: 0.37 };

/** Controls that compose a scene; it starts with these things at these of its sixteen places. */
export const sceneControls = (start: Readonly<Record<number, string>>) => ({
  things: board(
    Object.fromEntries([...pieces].map(([name, { label }]) => [name, signs[label]])),
    Array.from({ length: side * side }, (_, i) => start[i] ?? null),
    { columns: side, most, label: `choose a thing and put it down, up to ${most}` },
  ),
  size: choice(["small", "large"] as const, { label: "things are", start: "large" }),
  place: choice(places),
  time: choice(times),
});

/** What such controls are set to. */
export type Composed = ValuesOf<ReturnType<typeof sceneControls>>;

/** The scene: each thing in the middle of its place, as far as the picture's edge lets it. */
export function composedScene({ things, size, place, time }: Composed): Scene {
  return {
    backdrop: { place, time, horizon: 0.32, phase: 0.3 },
    objects: things.flatMap((name, i) => {
      const piece = name === null ? undefined : pieces.get(name);
      return piece ? [placed(piece, size, [i % side, Math.floor(i / side)])] : [];
    }),
  };
}

const margin = 0.03;

function placed({ extent, ...piece }: Emoji, size: Size, place: readonly number[]): SceneObject {
  const [left, top, right, bottom] = extent;
  const scale = sizes[size] / Math.max(right - left, bottom - top);
  const [width, height] = [(right - left) * scale, (bottom - top) * scale];
  const [x, y] = [width, height].map((length, i) =>
    Math.min(1 - margin - length, Math.max(margin, (place[i] + 0.5) / side - length / 2)),
  );
  return { ...piece, size, box: { x, y, width, height } };
}

let artwork: Promise<Sprites> | undefined;

/** The scene as a picture [S, S, 3], red, green and blue, 0 to 255. */
export async function scenePixels(scene: Scene, S: number): Promise<Uint8ClampedArray> {
  artwork ??= sprites();
  return renderScene(scene, await artwork, S);
}
