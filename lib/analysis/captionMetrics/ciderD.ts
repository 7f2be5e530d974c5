import { expectForms, forms } from "../../core/argumentForms";
import { expectJudged, type JudgedCaption, ngramCounts, type Words } from "./ngrams";

export interface CiderOptions {
  /** The longest n-grams. */
  readonly n?: number;
  /** Width of the Gaussian that punishes another length than the reference's. */
  readonly sigma?: number;
}

/**
 * CIDEr-D of each caption, the mean over n-gram lengths and references of a cosine between TF-IDF vectors g, in which
 * the candidate's entries are cut to the reference's, times 10 and a Gaussian of the difference in length:
 *   10 / (n m) Σ_k Σ_j exp(−(l_c − l_j)² / 2σ²) · min(g_k(c), g_k(r_j)) · g_k(r_j) / (‖g_k(c)‖ ‖g_k(r_j)‖)
 *   g(w) = count(w) · (ln N − ln max(1, df(w)))
 * df counts the images, of N, with the n-gram in a reference, so that a score depends on all captions that are judged
 * together; of one image alone it is 0. The corpus's CIDEr-D is the mean.
 * @see Vedantam, Zitnick & Parikh 2015; pycocoevalcap/cider, which calls it CIDEr
 */
export function ciderD(captions: readonly JudgedCaption[], options: CiderOptions = {}): number[] {
  expectJudged("ciderD", captions);
  expectForms("ciderD", { options: [forms.fields({}, { n: forms.size, sigma: forms.positive }), options] });
  const { n = 4 } = options;
  const similarity = ciderSimilarity(
    captions.map(({ references }) => references),
    options,
  );
  return captions.map(({ candidate, references }) => {
    const similarities = references.map((reference) => similarity(candidate, reference));
    return (10 * sum(similarities)) / (n * references.length);
  });
}

/**
 * How alike two captions are, of which the first is judged by the second: the Gaussian times Σ_k of the cosines above, between 0 and n.
 * @param images the captions of each image that document frequencies are counted in
 */
export function ciderSimilarity(images: readonly (readonly Words[])[], options: CiderOptions = {}) {
  const { n = 4, sigma = 6 } = options;
  const counts = remembered((words: Words) => ngramCounts(words, n));
  const weigh = inverseDocumentFrequency(images.map((captions) => captions.map(counts)));
  const weighed = remembered((words: Words) => counts(words).map(weigh));
  return (candidate: Words, reference: Words): number => {
    const penalty = Math.exp(-((candidate.length - reference.length) ** 2) / (2 * sigma ** 2));
    const [written, read] = [weighed(candidate), weighed(reference)];
    return penalty * sum(read.map((vector, k) => cutCosine(written[k], vector)));
  };
}

/** Computed once for each caption: one is compared with many. */
function remembered<R>(compute: (words: Words) => R): (words: Words) => R {
  const known = new WeakMap<Words, R>();
  return (words) => {
    const found = known.get(words) ?? compute(words);
    known.set(words, found);
    return found;
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

interface Weighted {
  readonly entries: ReadonlyMap<string, number>;
  readonly norm: number;
}

function inverseDocumentFrequency(images: readonly (readonly Map<string, number>[])[][]) {
  const frequency = new Map<string, number>();
  for (const references of images) {
    const grams = new Set(references.flatMap((counts) => counts.flatMap((one) => [...one.keys()])));
    for (const gram of grams) frequency.set(gram, (frequency.get(gram) ?? 0) + 1);
  }
  return (counts: ReadonlyMap<string, number>): Weighted => {
    const entries = new Map<string, number>();
    for (const [gram, count] of counts) {
      entries.set(gram, count * (Math.log(images.length) - Math.log(frequency.get(gram) ?? 1)));
    }
    return { entries, norm: Math.sqrt(sum([...entries.values()].map((value) => value ** 2))) };
  };
}

function cutCosine(candidate: Weighted, reference: Weighted): number {
  let product = 0;
  for (const [gram, value] of candidate.entries) {
    const other = reference.entries.get(gram) ?? 0;
    product += Math.min(value, other) * other;
  }
  return candidate.norm > 0 && reference.norm > 0 ? product / (candidate.norm * reference.norm) : 0;
}
