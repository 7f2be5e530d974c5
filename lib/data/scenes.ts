import { expectForms, forms } from "../core/argumentForms";
import { expect } from "../core/errors";
import { fork, type Key } from "../core/random";
import { type Box, nearer, relation } from "./box";
import { type Draws, draws } from "./draws";
import { type Category, type Colour, type Emoji, emoji, nouns, picturesOf } from "./emoji";
import { companions, type Part } from "./scenePairs";

export const places = ["grass", "beach", "snow", "road"] as const;
export type Place = (typeof places)[number];

export const times = ["day", "sunset", "night", "rain"] as const;
export type Time = (typeof times)[number];

export type Size = "small" | "large";

/** One thing in a picture. */
export interface SceneObject {
  readonly label: string;
  readonly noun: string;
  readonly plural: string;
  readonly category: Category;
  readonly colour?: Colour;
  readonly size: Size;
  /** Exactly around what is visible of it. */
  readonly box: Box;
}

export interface Backdrop {
  readonly place: Place;
  readonly time: Time;
  /** How far down the ground begins. */
  readonly horizon: number;
  /** In [0, 1): the lie of the hills, the stars, the rain. */
  readonly phase: number;
}

/** A picture as plain data: all that it is drawn from, and all that captions and questions know of it. */
export interface Scene {
  readonly backdrop: Backdrop;
  /** One to three kinds of things, those of a kind next to each other in this list. */
  readonly objects: readonly SceneObject[];
}

const { finite, text } = forms;
// Any other would be a scene that there cannot be, looked for without end.
const optionsForm = forms.fields({}, { part: forms.oneOf(["train", "heldOut"]), kinds: forms.oneOf([1, 2, 3]) });
/** What a scene may be. */
export const sceneForm = forms.fields({
  backdrop: forms.fields({
    ...{ place: forms.oneOf(places), time: forms.oneOf(times), horizon: forms.share, phase: forms.share },
  }),
  objects: forms.list(
    forms.fields({
      ...{ label: forms.oneOf(emoji.map(({ label }) => label)), noun: text, plural: text, category: text },
      ...{ size: forms.oneOf(["small", "large"]) },
      box: forms.fields({ x: finite, y: finite, width: forms.positive, height: forms.positive }),
    }),
    1,
  ),
});

/** All things of one noun. */
export interface Group {
  readonly noun: string;
  readonly plural: string;
  readonly category: Category;
  readonly objects: readonly SceneObject[];
  /** Their numbers in the scene's list. */
  readonly indices: readonly number[];
}

/** What may stand in a scene. */
export interface SceneOptions {
  /** Which pairs of nouns may meet in it; a scene of one kind belongs to both parts, and "heldOut" makes none. */
  readonly part?: Part;
  /** How many kinds of things; drawn where it is not given. */
  readonly kinds?: 1 | 2 | 3;
}

/**
 * A scene from a key: things of one to three kinds, small or large, up to four of a kind, that do not touch each other.
 * Real artwork, generated layout. Single things of two kinds stand clearly left of, right of, above or below each other.
 */
export function scene(key: Key, options: SceneOptions = {}): Scene {
  expectForms("scene", { key: [forms.key, key], options: [optionsForm, options] });
  const { part = "train", kinds } = options;
  expect(part === "train" || kinds !== 1, "scene: two or three kinds expected where pairs are held out, got one");
  for (let attempt = 0; ; attempt++) {
    const draw = draws(fork(key, attempt));
    const backdrop = drawBackdrop(draw);
    const cast = drawCast(draw, part, kinds);
    const objects = cast && place(cast, draw);
    if (objects) return { backdrop, objects };
  }
}

/** `count` scenes, each of a key of its own. */
export function scenes(key: Key, count: number, options: SceneOptions = {}): Scene[] {
  expectForms("scenes", { key: [forms.key, key], count: [forms.count, count], options: [optionsForm, options] });
  return Array.from({ length: count }, (_, i) => scene(fork(key, i), options));
}

/** One thing alone, of any size and anywhere: what a network learns to recognise things from. */
export function single(key: Key, picture: Emoji): Scene {
  const draw = draws(key);
  const backdrop = drawBackdrop(draw);
  return { backdrop, objects: [somewhere({ picture, size: draw.one(["small", "large"]) }, draw)] };
}

export function groupsOf({ objects }: Scene): Group[] {
  const kinds = [...new Set(objects.map(({ noun }) => noun))];
  return kinds.map((noun) => {
    const indices = objects.flatMap((object, i) => (object.noun === noun ? [i] : []));
    const { plural, category } = objects[indices[0]];
    return { noun, plural, category, objects: indices.map((i) => objects[i]), indices };
  });
}

const drawBackdrop = (draw: Draws): Backdrop => ({
  place: draw.one(places),
  time: draw.one(times),
  horizon: draw.number(0.24, 0.4),
  phase: draw.number(0, 1),
});

type Member = { readonly picture: Emoji; readonly size: Size };

/** Who is in it, and how large; undefined where the first two have no third that may join them. */
function drawCast(draw: Draws, part: Part, kinds = draw.one(part === "train" ? [1, 2, 2, 3] : [2, 2, 3])) {
  const cast = [draw.one(nouns)];
  while (cast.length < kinds) {
    const next = companions(cast, nouns, part);
    if (next.length === 0) return undefined;
    cast.push(draw.one(next));
  }
  const counts = cast.map(() => 1);
  if (kinds === 1) counts[0] = draw.one([1, 1, 2, 3, 4]);
  else if (kinds === 2 && draw.chance(0.4)) counts[0] = draw.one([2, 3]);
  const many = counts.some((count) => count > 2);
  return cast.flatMap((noun, i): Member[] => {
    const size = many ? "small" : draw.one<Size>(["small", "large"]);
    return Array.from({ length: counts[i] }, () => ({ picture: draw.one(picturesOf(noun)), size }));
  });
}

/** Things one after the other where they are free and clear, or undefined where one finds no place. */
function place(cast: readonly Member[], draw: Draws): SceneObject[] | undefined {
  const placed: SceneObject[] = [];
  for (const member of cast) {
    const found = Array.from({ length: 30 }, () => somewhere(member, draw)).find((object) =>
      placed.every((other) => fits(object, other)),
    );
    if (!found) return undefined;
    placed.push(found);
  }
  return placed;
}

const margin = 0.03;

const fits = (object: SceneObject, other: SceneObject): boolean =>
  !nearer(object.box, other.box, margin) &&
  (object.noun === other.noun || relation(object.box, other.box) !== undefined);

/** The longer side of a thing, as a share of the picture's. */
const sides: Readonly<Record<Size, readonly [number, number]>> = { small: [0.2, 0.26], large: [0.36, 0.46] };

function somewhere({ picture, size }: Member, draw: Draws): SceneObject {
  const { label, noun, plural, category, colour, extent } = picture;
  const [left, top, right, bottom] = extent;
  const scale = draw.number(...sides[size]) / Math.max(right - left, bottom - top);
  const [width, height] = [(right - left) * scale, (bottom - top) * scale];
  const [x, y] = [width, height].map((side) => draw.number(margin, 1 - margin - side));
  return { label, noun, plural, category, ...(colour && { colour }), size, box: { x, y, width, height } };
}
