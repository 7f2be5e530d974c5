import { expectForms, forms } from "../../core/argumentForms";
import { expectJudged, type JudgedCaption, ngramCounts, type Words } from "./ngrams";

/**
 * Corpus-level BLEU-1 … BLEU-n: element k - 1 is the geometric mean of the precisions of 1- to k-grams, each n-gram
 * counted at most as often as in the one reference that has it most often, times the brevity penalty:
 *   BLEU-k = (Π_{j≤k} matches_j / written_j)^{1/k} · min(1, exp(1 − r / c))
 * c is the length of all captions, r that of their references, of each image the one closest in length (the shorter of two).
 * @see Papineni et al. 2002; the constants that keep 0 / 0 apart are those of pycocoevalcap
 */
export function bleu(captions: readonly JudgedCaption[], n = 4): number[] {
  expectJudged("bleu", captions);
  expectForms("bleu", { n: [forms.size, n] });
  const written = new Array<number>(n).fill(0);
  const matches = new Array<number>(n).fill(0);
  const lengths = { candidates: 0, references: 0 };
  for (const { candidate, references } of captions) {
    lengths.candidates += candidate.length;
    lengths.references += closestLength(candidate.length, references);
    const counts = references.map((words) => ngramCounts(words, n));
    ngramCounts(candidate, n).forEach((grams, k) => {
      written[k] += Math.max(0, candidate.length - k);
      for (const [gram, count] of grams) {
        matches[k] += Math.min(count, Math.max(...counts.map((reference) => reference[k].get(gram) ?? 0)));
      }
    });
  }
  const ratio = (lengths.candidates + tiny) / (lengths.references + small);
  const brevity = ratio < 1 ? Math.exp(1 - 1 / ratio) : 1;
  let product = 1;
  return written.map((all, k) => {
    product *= (matches[k] + tiny) / (all + small);
    return product ** (1 / (k + 1)) * brevity;
  });
}

const tiny = 1e-15;
const small = 1e-9;

function closestLength(length: number, references: readonly Words[]): number {
  const distance = (one: number) => Math.abs(one - length);
  return references
    .map((words) => words.length)
    .reduce((best, one) => ((distance(one) - distance(best) || one - best) < 0 ? one : best));
}
