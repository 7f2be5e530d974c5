import { mean } from "../analysis/statistics";
import type { Corpus } from "../data/text";
import { readRing } from "../data/windows";
import { ngram } from "../models/ngram";
import { ofWindows, type TextTraining, wholeWindows } from "./textLearner";

/** What counting reaches on a text: an n-gram of `order` characters, in bits per held-out character. */
export interface CountedBits {
  readonly order: number;
  readonly bits: number;
  /** Of the same blocks of the held-out text as a network's. */
  readonly blocks: readonly number[];
}

/**
 * The n-grams of order 1 to `highest` on the same held-out characters that a text's learner measures a network on after its
 * last step: each reader's first without a context, too.
 */
export function countedBits(
  { train, heldOut, vocabulary }: Corpus,
  training: Pick<TextTraining, "batchSize" | "windowLength">,
  highest: number,
): CountedBits[] {
  const counted = ngram(train, highest, vocabulary.size);
  const { batchSize: readers, windowLength: T } = training;
  const windows = wholeWindows(heldOut, training);
  const rows = readRing(heldOut, { readers, start: 0, length: windows * T + 1 });
  return Array.from({ length: highest }, (_, i) => {
    const order = i + 1;
    const ofWindow = (row: Int32Array, window: number) => {
      const first = Math.min(order, window * T + 1);
      return counted.bits(row.subarray(window * T + 1 - first, (window + 1) * T + 1), { first, order });
    };
    return {
      order,
      ...ofWindows(Array.from({ length: windows }, (_, w) => mean(rows.map((row) => ofWindow(row, w))))),
    };
  });
}
