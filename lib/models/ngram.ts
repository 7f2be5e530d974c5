import { expectForm, expectSizes, forms } from "../core/argumentForms";
/**
 * The baseline that counts: P(next | the n − 1 characters before), with Witten & Bell's interpolation
 *   P(c | context) = (count(context c) + kinds(context) · P(c | shorter context)) / (count(context) + kinds(context))
 * where kinds is the number of different characters seen after the context; below the unigram lies 1/V.
 * @see Witten & Bell 1991; Chen & Goodman 1999
 */
export interface Ngram {
  readonly order: number;
  probability(context: ArrayLike<number>, next: number): number;
  /** A token drawn from P(· | context); a lower `order` forgets all but its own shorter context. */
  draw(context: ArrayLike<number>, uniform: () => number, order?: number): number;
  /**
   * Mean −log₂ P of the characters from `first` on, each after those before it: bits per character. A lower `order`
   * is the model of that order, from the same counts.
   */
  bits(tokens: Int32Array, options?: { readonly first?: number; readonly order?: number }): number;
}

/** What followed one context, how often, and the same for the contexts that are longer by the character before. */
interface Context {
  readonly total: number;
  readonly counts: ReadonlyMap<number, number>;
  longer(before: number): Context | undefined;
}

/**
 * Counts all contexts of up to `highest` − 1 tokens of a text, interpolated with one another: what prediction is worth
 * without a network.
 */
export function ngram(tokens: Int32Array, highest: number, vocabSize: number): Ngram {
  expectForm("ngram: tokens", forms.tokens, tokens);
  expectSizes("ngram", { highest, vocabSize });
  const empty = contextAt(
    tokens,
    tokens.map((_, i) => i),
    0,
  );

  /** The contexts that the model knows, from the empty one to the longest. */
  function* known(context: ArrayLike<number>, order: number): Generator<Context> {
    const longest = Math.min(context.length, order - 1);
    let after: Context | undefined = empty;
    for (let length = 0; after && length <= longest; length++) {
      yield after;
      if (length < longest) after = after.longer(context[context.length - 1 - length]);
    }
  }

  function probability(context: ArrayLike<number>, next: number): number {
    let p = 1 / vocabSize;
    for (const { total, counts } of known(context, highest)) {
      if (total > 0) p = ((counts.get(next) ?? 0) + counts.size * p) / (total + counts.size);
    }
    return p;
  }

  return {
    order: highest,
    probability,
    // The interpolation is a mixture: with probability total / (total + kinds) the longest context's counts decide,
    // else the same is asked of the next shorter one, and at last all tokens are as likely.
    draw(context, uniform, order = highest) {
      for (const { total, counts } of [...known(context, order)].reverse()) {
        let left = uniform() * (total + counts.size);
        if (left >= total) continue;
        for (const [next, count] of counts) {
          left -= count;
          if (left < 0) return next;
        }
      }
      return Math.floor(uniform() * vocabSize);
    },
    bits(text, { first = 0, order = highest } = {}) {
      let sum = 0;
      for (let i = first; i < text.length; i++) {
        sum -= Math.log2(probability(text.subarray(Math.max(0, i - order + 1), i), text[i]));
      }
      return sum / (text.length - first);
    },
  };
}

/**
 * The context of `length` characters that stands before each of `places`. Longer ones are looked for when they are asked for: of the
 * millions in a book, a text that is scored or drawn meets few.
 */
function contextAt(tokens: Int32Array, places: ArrayLike<number>, length: number): Context {
  const counts = new Map<number, number>();
  for (let i = 0; i < places.length; i++) {
    const next = tokens[places[i]];
    counts.set(next, (counts.get(next) ?? 0) + 1);
  }
  const known = new Map<number, Context>();
  let byCharacterBefore: Map<number, number[]> | undefined;
  return {
    total: places.length,
    counts,
    longer(before) {
      byCharacterBefore ??= grouped(tokens, places, length + 1);
      const own = byCharacterBefore.get(before);
      if (own && !known.has(before)) known.set(before, contextAt(tokens, own, length + 1));
      return known.get(before);
    },
  };
}

/** The places by the character that stands `back` before them; those at the text's beginning have none. */
function grouped(tokens: Int32Array, places: ArrayLike<number>, back: number): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (let i = 0; i < places.length; i++) {
    if (places[i] < back) continue;
    const before = tokens[places[i] - back];
    const group = groups.get(before);
    if (group) group.push(places[i]);
    else groups.set(before, [places[i]]);
  }
  return groups;
}
