import type { Relation } from "./box";
import { centre } from "./box";
import type { Draws } from "./draws";
import type { Group, Place, Scene, SceneObject, Time } from "./scenes";

/** A word, and the numbers of the scene's objects that it names: none for any word but a noun. */
export interface Word {
  readonly text: string;
  readonly objects: readonly number[];
}

export type Phrase = readonly Word[];

/** Words that name nothing. */
export const say = (text: string): Phrase => text.split(" ").map((word) => ({ text: word, objects: [] }));

export const textOf = (phrase: Phrase): string => phrase.map(({ text }) => text).join(" ");

export const numbers = ["one", "two", "three", "four"] as const;

export interface NounPhrase {
  /** "a" dog, "the" dog, or the number of dogs; several dogs are never "a". */
  readonly determiner: "a" | "the" | "number";
  readonly size?: string;
  readonly colour?: string;
}

/** "a small red car", "the three dogs": the noun's words, and no others, name the objects. */
export function nounPhrase(group: Group, { determiner, size, colour }: NounPhrase): Phrase {
  const { objects, indices, noun, plural } = group;
  const several = objects.length > 1;
  const name = (several ? plural : noun).split(" ").map((text) => ({ text, objects: indices }));
  const adjectives = [size, colour].filter((word) => word !== undefined).map((text) => ({ text, objects: [] }));
  const rest = [...adjectives, ...name];
  const count = numbers[objects.length - 1];
  if (determiner === "the") return [...say(several ? `the ${count}` : "the"), ...rest];
  if (several || determiner === "number") return [...say(count), ...rest];
  return [...say(article(rest[0].text)), ...rest];
}

const article = (word: string): string => (/^[aeiou]/.test(word) ? "an" : "a");

/** "a dog", "an apple" */
export const withArticle = (words: string): string => `${article(words)} ${words}`;

/** What all things of the group have in common, if anything. */
export function common<K extends "size" | "colour">({ objects }: Group, property: K): SceneObject[K] | undefined {
  const [first] = objects;
  return objects.every((object) => object[property] === first[property]) ? first[property] : undefined;
}

export const relationWords: Readonly<Record<Relation, readonly string[]>> = {
  left: ["to the left of", "left of"],
  right: ["to the right of", "right of"],
  above: ["above", "over"],
  below: ["below", "under"],
};

export const placeWords: Readonly<Record<Place, readonly string[]>> = {
  grass: ["on the grass", "in a meadow"],
  beach: ["on the beach", "by the sea"],
  snow: ["in the snow"],
  road: ["on a road", "in the street"],
};

export const timeWords: Readonly<Record<Time, readonly string[]>> = {
  day: ["on a sunny day", "by day"],
  sunset: ["at sunset", "in the evening"],
  night: ["at night", "on a starry night"],
  rain: ["in the rain", "on a rainy day"],
};

/** In which ninth of the picture a thing's centre lies: "in the top left corner", "in the middle". */
export function zone({ box }: SceneObject): string {
  const { x, y } = centre(box);
  const across = ["left", "", "right"][Math.floor(3 * x)];
  const down = ["top", "", "bottom"][Math.floor(3 * y)];
  if (across && down) return `in the ${down} ${across} corner`;
  if (across) return `on the ${across} side`;
  return down ? `at the ${down}` : "in the middle";
}

/** One of the ways to say where or when the scene is. */
export const settingPhrase = ({ backdrop }: Scene, draw: Draws): Phrase =>
  say(draw.one(draw.chance(0.6) ? placeWords[backdrop.place] : timeWords[backdrop.time]));
