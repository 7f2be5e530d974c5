import { emoji } from "./emoji";
import type { Scene } from "./scenes";

/** By the last word of a noun, singular or plural, the noun: "cakes" of "birthday cake". */
const nouns: ReadonlyMap<string, string> = new Map(
  emoji.flatMap(({ noun, plural }) => [noun, plural].map((words) => [words.split(" ").at(-1) as string, noun])),
);

/** The thing that a word names, however many of them: "dogs" names the noun "dog"; undefined for any other word. */
export const nounOf = (word: string): string | undefined => nouns.get(word);

/** What a caption names, in its order, and whether it is in the picture. */
export function namedThings(words: readonly string[], { objects }: Scene): { noun: string; there: boolean }[] {
  const there = new Set(objects.map(({ noun }) => noun));
  return words.flatMap((word) => {
    const noun = nounOf(word);
    return noun === undefined ? [] : [{ noun, there: there.has(noun) }];
  });
}
