import { expectForms, forms } from "../core/argumentForms";
import { expect } from "../core/errors";

/** Tokens of one text: characters here, words elsewhere. */
type Text = ArrayLike<number>;

const textForm = forms.either("a list of numbers or of words", forms.numbers, forms.list(forms.text));

/** Different n-grams among all n-grams of the texts, in (0, 1]: 1 where none comes twice. */
export function distinctNgrams(texts: readonly Text[], n: number): number {
  expectTexts("distinctNgrams", texts, n);
  const counts = countNgrams(texts, n);
  return counts.length / sum(counts);
}

/** Shannon entropy of the distribution of the texts' n-grams, in bits. */
export function ngramEntropy(texts: readonly Text[], n: number): number {
  expectTexts("ngramEntropy", texts, n);
  const counts = countNgrams(texts, n);
  const total = sum(counts);
  return sum(counts.map((count) => (count / total) * Math.log2(total / count)));
}

/** @throws where nothing can be counted: no text has n tokens */
function expectTexts(where: string, texts: readonly Text[], n: number): void {
  expectForms(where, { texts: [forms.list(textForm), texts], n: [forms.size, n] });
  const longest = Math.max(0, ...texts.map(({ length }) => length));
  expect(longest >= n, () => `${where}: texts: one of at least ${n} tokens expected, got at most ${longest}`);
}

/** How often each n-gram occurs. */
function countNgrams(texts: readonly Text[], n: number): number[] {
  const counts = new Map<string, number>();
  for (const tokens of texts) {
    for (let i = 0; i + n <= tokens.length; i++) {
      const gram = Array.from({ length: n }, (_, k) => tokens[i + k]).join(" ");
      counts.set(gram, (counts.get(gram) ?? 0) + 1);
    }
  }
  return [...counts.values()];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/**
 * The cycle in which a text ends: the shortest period whose repetition covers the last `least` tokens and at least
 * two rounds, and where the repetition sets in; undefined where the text does not end in one.
 */
export function endingCycle(tokens: Text, least = 50): { period: number; onset: number } | undefined {
  expectForms("endingCycle", { tokens: [textForm, tokens], least: [forms.size, least] });
  for (let period = 1; period * 2 <= tokens.length; period++) {
    let onset = tokens.length - period;
    while (onset > 0 && tokens[onset - 1] === tokens[onset - 1 + period]) onset--;
    if (tokens.length - onset >= Math.max(least, 2 * period)) return { period, onset };
  }
  return undefined;
}
