import { expectJudged, type JudgedCaption, type Words } from "./ngrams";

const beta = 1.2;

/**
 * ROUGE-L of each caption: the F-measure of the longest common subsequence, precision and recall each from the
 * reference where it is highest, recall weighing more:
 *   P = lcs / |candidate|    R = lcs / |reference|    F = (1 + β²) P R / (R + β² P),  β = 1.2
 * The corpus's ROUGE-L is the mean.
 * @see Lin 2004; pycocoevalcap/rouge
 */
export function rougeL(captions: readonly JudgedCaption[]): number[] {
  expectJudged("rougeL", captions);
  return captions.map(({ candidate, references }) => {
    const written = atLeastOne(candidate);
    const common = references.map((reference) => longestCommonSubsequence(written, atLeastOne(reference)));
    const precision = Math.max(...common) / written.length;
    const recall = Math.max(...common.map((length, i) => length / atLeastOne(references[i]).length));
    if (precision === 0 || recall === 0) return 0;
    return ((1 + beta ** 2) * precision * recall) / (recall + beta ** 2 * precision);
  });
}

/** To the reference an empty caption is one empty word. */
const atLeastOne = (words: Words): Words => (words.length > 0 ? words : [""]);

function longestCommonSubsequence(a: Words, b: Words): number {
  let above = new Array<number>(b.length + 1).fill(0);
  for (const word of a) {
    const row = [0];
    b.forEach((other, j) => {
      row.push(word === other ? above[j] + 1 : Math.max(above[j + 1], row[j]));
    });
    above = row;
  }
  return above[b.length];
}
