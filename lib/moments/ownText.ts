import { numbered, type Vocabulary } from "../data/vocabulary";

/** A text that somebody types, as tokens. */
export interface OwnText {
  readonly characters: readonly string[];
  readonly vocabulary: Vocabulary;
  readonly tokens: readonly number[];
}

/**
 * Characters are numbered in the order in which they come: what one types at the end changes nothing before it.
 * Undefined where there are fewer than `least`.
 */
export function ownText(text: string, least = 2): OwnText | undefined {
  const characters = [...text];
  if (characters.length < least) return undefined;
  const vocabulary = numbered([...new Set(characters)]);
  return { characters, vocabulary, tokens: [...vocabulary.encode(text)] };
}

/** What is said instead of a figure. */
export const typeMore = (least = 2): string => `Type a text of at least ${least} characters.`;
