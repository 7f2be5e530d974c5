import { expectForms, forms } from "../core/argumentForms";
import { expect, LabError } from "../core/errors";

/** The distinct characters of a text, in code point order; a token is an index into them. */
export interface Vocabulary {
  readonly characters: readonly string[];
  readonly size: number;
  /** @throws on characters that the vocabulary lacks, naming each */
  encode(text: string): Int32Array;
  /** @throws on a token that stands for no character */
  decode(tokens: ArrayLike<number>): string;
}

/** The characters of a text, numbered in the order of their code points. */
export function vocabulary(text: string): Vocabulary {
  expectForms("vocabulary", { text: [forms.text, text] });
  return numbered([...new Set(text)].sort());
}

/** Characters that are numbered already, each once. */
export function numbered(characters: readonly string[]): Vocabulary {
  const indexOf = new Map(characters.map((character, index) => [character, index]));
  return {
    characters,
    size: characters.length,
    encode(part) {
      expectForms("vocabulary.encode", { text: [forms.text, part] });
      const tokens = new Int32Array(part.length); // a list of a hundred million tokens would not fit where this does
      let count = 0;
      for (const character of part) {
        const index = indexOf.get(character);
        expect(index !== undefined, () => unknown(part));
        tokens[count++] = index;
      }
      return tokens.subarray(0, count);
    },
    decode(tokens) {
      expectForms("vocabulary.decode", { tokens: [forms.numbers, tokens] });
      return Array.from(tokens, (token) => characters[token] ?? missing(token)).join("");
    },
  };

  function missing(token: number): never {
    throw new LabError(
      `vocabulary.decode: tokens: a whole number from 0 to ${characters.length - 1} expected, got ${token}`,
    );
  }

  function unknown(part: string): string {
    const missing = [...new Set(part)].filter((character) => !indexOf.has(character));
    const [first, ...more] = missing.slice(0, 20).map((character) => JSON.stringify(character));
    if (more.length === 0) return `character ${first} does not occur in the text`;
    return `characters ${[first, ...more].join(", ")}${missing.length > 20 ? ", …" : ""} do not occur in the text`;
  }
}
