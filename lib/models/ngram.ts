/**
 * The baseline that counts: P(next | the n − 1 characters before), with Witten & Bell's interpolation
 *   P(c | context) = (count(context c) + kinds(context) · P(c | shorter context)) / (count(context) + kinds(context))
 * where kinds is the number of different characters seen after the context; below the unigram lies 1/V.
 * @see Witten & Bell 1991; Chen & Goodman 1999
 */
export interface Ngram {
  readonly order: number;
  probability(context: ArrayLike<number>, next: number): number;
  /**
   * Mean −log₂ P of the characters from `first` on, each after those before it: bits per character. A lower `order`
   * forgets all but its own shorter context: it is the model of that order, from the same counts.
   */
  bits(tokens: Int32Array, options?: { readonly first?: number; readonly order?: number }): number;
}

interface Followers {
  total: number;
  readonly counts: Map<number, number>;
}

export function ngram(tokens: Int32Array, highest: number, vocabSize: number): Ngram {
  const followers = count(tokens, highest);

  function probability(context: ArrayLike<number>, next: number): number {
    const seen = Array.from(context).slice(context.length - Math.min(context.length, highest - 1));
    let p = 1 / vocabSize;
    for (let length = 0; length <= seen.length; length++) {
      const after = followers.get(name(seen, seen.length - length, seen.length));
      if (!after) break;
      const kinds = after.counts.size;
      p = ((after.counts.get(next) ?? 0) + kinds * p) / (after.total + kinds);
    }
    return p;
  }

  return {
    order: highest,
    probability,
    bits(text, { first = 0, order = highest } = {}) {
      let sum = 0;
      for (let i = first; i < text.length; i++) {
        sum -= Math.log2(probability(text.subarray(Math.max(0, i - order + 1), i), text[i]));
      }
      return sum / (text.length - first);
    },
  };
}

/** What follows each context of 0 to order − 1 characters, and how often. */
function count(tokens: Int32Array, order: number): Map<string, Followers> {
  const followers = new Map<string, Followers>();
  tokens.forEach((next, i) => {
    for (let start = i; start > Math.max(-1, i - order); start--) {
      const context = name(tokens, start, i);
      const after = followers.get(context) ?? { total: 0, counts: new Map() };
      after.total++;
      after.counts.set(next, (after.counts.get(next) ?? 0) + 1);
      followers.set(context, after);
    }
  });
  return followers;
}

/** A context as a map key: one UTF-16 unit a token (vocabularies stay far below 65,536). */
const name = (tokens: ArrayLike<number>, from: number, to: number): string => {
  let key = "";
  for (let i = from; i < to; i++) key += String.fromCharCode(tokens[i]);
  return key;
};
