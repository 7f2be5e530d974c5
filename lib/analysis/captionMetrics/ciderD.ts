import { expectJudged, type JudgedCaption, ngramCounts } from "./ngrams";

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
export function ciderD(captions: readonly JudgedCaption[], { n = 4, sigma = 6 }: CiderOptions = {}): number[] {
  expectJudged(captions);
  const judged = captions.map(({ candidate, references }) => ({
    candidate: ngramCounts(candidate, n),
    references: references.map((words) => ngramCounts(words, n)),
    lengths: { candidate: candidate.length, references: references.map((words) => words.length) },
  }));
  const weigh = inverseDocumentFrequency(judged.map(({ references }) => references));
  return judged.map(({ candidate, references, lengths }) => {
    const written = candidate.map(weigh);
    const similarities = references.map((reference, j) => {
      const penalty = Math.exp(-((lengths.candidate - lengths.references[j]) ** 2) / (2 * sigma ** 2));
      return penalty * sum(reference.map((counts, k) => cutCosine(written[k], weigh(counts))));
    });
    return (10 * sum(similarities)) / (n * references.length);
  });
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
