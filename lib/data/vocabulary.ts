import { expect } from "../core/errors";

/** The distinct characters of a text, in code point order; a token is an index into them. */
export interface Vocabulary {
  readonly characters: readonly string[];
  readonly size: number;
  /** @throws on a character that the vocabulary lacks */
  encode(text: string): Int32Array;
  decode(tokens: ArrayLike<number>): string;
}

/** The characters of a text, numbered in the order of their code points. */
export function vocabulary(text: string): Vocabulary {
  const characters = [...new Set(text)].sort();
  const indexOf = new Map(characters.map((character, index) => [character, index]));
  return {
    characters,
    size: characters.length,
    encode: (part) =>
      Int32Array.from(part, (character) => {
        const index = indexOf.get(character);
        expect(index !== undefined, `character ${JSON.stringify(character)} does not occur in the text`);
        return index;
      }),
    decode: (tokens) => Array.from(tokens, (token) => characters[token]).join(""),
  };
}
