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

/** What followed one context, how often, and the same for the contexts that are longer by the character before. */
interface Context {
  total: number;
  readonly counts: Map<number, number>;
  readonly longer: Map<number, Context>;
}

const unseen = (): Context => ({ total: 0, counts: new Map(), longer: new Map() });

export function ngram(tokens: Int32Array, highest: number, vocabSize: number): Ngram {
  const empty = count(tokens, highest);

  function probability(context: ArrayLike<number>, next: number): number {
    const longest = Math.min(context.length, highest - 1);
    let p = 1 / vocabSize;
    let after: Context | undefined = empty;
    for (let length = 0; after && length <= longest; length++) {
      const kinds = after.counts.size;
      if (kinds > 0) p = ((after.counts.get(next) ?? 0) + kinds * p) / (after.total + kinds);
      after = after.longer.get(context[context.length - 1 - length]);
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

/** The empty context, and from it all of up to order − 1 characters. */
function count(tokens: Int32Array, order: number): Context {
  const empty = unseen();
  for (let i = 0; i < tokens.length; i++) {
    let context = empty;
    for (let length = 0; ; length++) {
      context.total++;
      context.counts.set(tokens[i], (context.counts.get(tokens[i]) ?? 0) + 1);
      if (length === order - 1 || length === i) break;
      const before = tokens[i - 1 - length];
      const longer: Context = context.longer.get(before) ?? unseen();
      context.longer.set(before, longer);
      context = longer;
    }
  }
  return empty;
}
