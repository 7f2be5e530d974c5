import { expectForm, expectLength, expectSizes, forms } from "../core/argumentForms";
/**
 * The tagger that counts: P(tag | the last k inputs, this one among them), with Witten & Bell's interpolation
 *   P_k(tag) = (count(last k, tag) + kinds(last k) · P_{k−1}(tag)) / (count(last k) + kinds(last k))
 * where kinds is the number of different tags seen after the last k; P_{−1} is uniform.
 * @see Witten & Bell 1991
 */
export interface CountedTags {
  /**
   * Mean −log₂ P of the tags from `first` on: bits per input. A lower `order` looks at fewer inputs: it is the tagger of
   * that order, from the same counts.
   */
  bits(inputs: Int32Array, tags: Int32Array, options?: { readonly first?: number; readonly order?: number }): number;
}

export interface CountedTagsOptions {
  /** k: how many inputs are looked at. */
  readonly order: number;
  readonly inputSize: number;
  readonly tagCount: number;
}

/**
 * Counts how often each tag follows the last letters, up to `order` of them: what tagging is worth without a network.
 */
export function countedTags(
  inputs: Int32Array,
  tags: Int32Array,
  { order: highest, inputSize, tagCount }: CountedTagsOptions,
): CountedTags {
  expectForm("countedTags", forms.fields({ inputs: forms.tokens, tags: forms.tokens }), { inputs, tags });
  expectLength("countedTags: tags", tags, inputs.length, "tags, one for each input,");
  expectSizes("countedTags", { order: highest, inputSize, tagCount });
  // How often each tag follows a context: for each length from 0 on a table a tag.
  const tables = Array.from({ length: highest + 1 }, () =>
    Array.from({ length: tagCount }, () => new Map<number, number>()),
  );
  /** The contexts that end at t, of 0 to `order` inputs, as numbers to the base `inputSize`. */
  const contexts = (of: Int32Array, t: number, order = highest): number[] => {
    const keys = [0];
    for (let k = 1; k <= order && t - k + 1 >= 0; k++) keys.push(keys[k - 1] + of[t - k + 1] * inputSize ** (k - 1));
    return keys;
  };
  for (let t = 0; t < inputs.length; t++) {
    contexts(inputs, t).forEach((key, k) => {
      const counts = tables[k][tags[t]];
      counts.set(key, (counts.get(key) ?? 0) + 1);
    });
  }

  function probability(tag: number, keys: readonly number[]): number {
    let p = 1 / tagCount;
    keys.forEach((key, k) => {
      const counts = tables[k].map((table) => table.get(key) ?? 0);
      const kinds = counts.filter((count) => count > 0).length;
      if (kinds > 0) p = (counts[tag] + kinds * p) / (counts.reduce((sum, count) => sum + count) + kinds);
    });
    return p;
  }

  return {
    bits(tested, wanted, { first = 0, order = highest } = {}) {
      let sum = 0;
      for (let t = first; t < tested.length; t++) sum -= Math.log2(probability(wanted[t], contexts(tested, t, order)));
      return sum / (tested.length - first);
    },
  };
}
