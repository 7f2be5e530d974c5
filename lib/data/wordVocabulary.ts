import { expectForms, expectIterable, forms } from "../core/argumentForms";
import { expect } from "../core/errors";

/** The words that a model knows; a token is an index into them. */
export interface WordVocabulary {
  /** Start, end and unknown, then the words, the most frequent first. */
  readonly words: readonly string[];
  readonly size: number;
  readonly start: number;
  readonly end: number;
  readonly unknown: number;
  /** Start, the words' tokens, end: T words give T + 2 tokens. */
  encode(words: readonly string[]): Int32Array;
  /** The words after a start, if there is one, up to the first end; an unknown one is `<unk>`. */
  decode(tokens: ArrayLike<number>): string[];
}

const special = ["<start>", "<end>", "<unk>"];

/**
 * The vocabulary of sentences that are taken apart into words already.
 * @param options.minCount words that come fewer times are unknown
 * @throws where no word comes so often
 */
export function wordVocabulary(
  sentences: Iterable<readonly string[]>,
  options: { minCount?: number } = {},
): WordVocabulary {
  expectForms("wordVocabulary", { options: [forms.fields({}, { minCount: forms.size }), options] });
  const { minCount = 5 } = options;
  const words = forms.list(forms.text);
  const counts = new Map<string, number>();
  for (const sentence of expectIterable("wordVocabulary: sentences", sentences)) {
    expectForms("wordVocabulary", { "sentences: a sentence": [words, sentence] });
    for (const word of sentence) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const known = [...counts]
    .filter(([word, count]) => count >= minCount && !special.includes(word))
    .sort(([a, timesA], [b, timesB]) => timesB - timesA || (a < b ? -1 : 1))
    .map(([word]) => word);
  expect(
    known.length > 0,
    `wordVocabulary: words that come at least ${minCount} times expected, got none among ${counts.size}`,
  );
  return wordsInOrder([...special, ...known]);
}

/** The vocabulary of a list that `words` of another gave, such as one that is kept beside a model's weights. */
export function wordsInOrder(words: readonly string[]): WordVocabulary {
  const indexOf = new Map(words.map((word, index) => [word, index]));
  const [start, end, unknown] = special.map((word) => indexOf.get(word)!);
  expect(
    start === 0 && end === 1 && unknown === 2 && indexOf.size === words.length,
    `${special.join(", ")} and then different words expected, got ${words.slice(0, 3).join(", ")} and ${words.length - 3} more`,
  );
  return {
    words,
    size: words.length,
    ...{ start, end, unknown },
    encode(sentence) {
      expectForms("wordVocabulary.encode", { words: [forms.list(forms.text), sentence] });
      return Int32Array.of(start, ...sentence.map((word) => lookUp(word)), end);
    },
    decode(tokens) {
      expectForms("wordVocabulary.decode", { tokens: [forms.numbers, tokens] });
      const all = Array.from(tokens);
      const written = all.slice(all[0] === start ? 1 : 0);
      const stop = written.indexOf(end);
      return written.slice(0, stop < 0 ? written.length : stop).map((token) => {
        expect(token in words, () => `wordVocabulary.decode: a token below ${words.length} expected, got ${token}`);
        return words[token];
      });
    },
  };

  /** A word that is spelt like start or end is not one of them. */
  function lookUp(word: string): number {
    const index = indexOf.get(word) ?? unknown;
    return index < unknown ? unknown : index;
  }
}
