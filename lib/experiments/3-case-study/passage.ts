import { stateRecorder } from "../../analysis/stateRecorder";
import type { Params } from "../../cells/cell";
import type { Vocabulary } from "../../data/vocabulary";
import type { BestUnit } from "./bestUnits";
import { memoryOf, readBefore, type Subject } from "./inspect";

/** Some lines of the held-out text, and the best units' values over them. */
export interface Passage {
  readonly text: string;
  readonly units: readonly { readonly best: BestUnit; readonly values: readonly number[] }[];
}

export interface PassageOptions {
  readonly params: Params;
  readonly best: readonly BestUnit[];
  readonly vocabulary: Vocabulary;
  /** At most so many characters, a multiple of 16. */
  readonly length: number;
}

/** Lines in which every structure comes and goes, as far as `length` reaches. */
export function passageOf(subject: Subject, { params, best, vocabulary, length }: PassageOptions): Passage {
  const { cell, tokens } = subject;
  const from = liveliest(subject, vocabulary.encode("\n")[0], length);
  const { record, close } = stateRecorder(cell, memoryOf(cell));
  const values = record(params, tokens, { from, length, readers: 1, warmUp: readBefore });
  close();
  const text = vocabulary.decode(tokens.subarray(from, from + length));
  const lines = text.lastIndexOf("\n") + 1;
  const whole = lines > length / 2 ? lines : length; // a paragraph that is longer is cut
  return {
    text: text.slice(0, whole),
    units: best.map((one) => ({ best: one, values: shown(values[one.unit].subarray(0, whole)) })),
  };
}

/** The beginning of a line after which the label that varies least varies most. */
function liveliest({ tokens, labels }: Subject, newline: number, length: number): number {
  const sums = Object.values(labels).map(cumulative);
  const variance = (share: number) => share * (1 - share);
  const variety = (from: number) => Math.min(...sums.map((sum) => variance((sum[from + length] - sum[from]) / length)));
  let [best, most] = [readBefore, -1];
  for (let from = readBefore; from + length < tokens.length; from++) {
    if (tokens[from - 1] !== newline || variety(from) <= most) continue;
    [best, most] = [from, variety(from)];
  }
  return best;
}

/** How many of the first i labels are 1, for i = 0, 1, … */
function cumulative(labels: Uint8Array): Float64Array {
  const sums = new Float64Array(labels.length + 1);
  labels.forEach((label, i) => {
    sums[i + 1] = sums[i] + label;
  });
  return sums;
}

/** Values to three digits; an LSTM's c grows without bound, so it is shown as its tanh. */
function shown(values: Float32Array): number[] {
  const bounded = values.some((value) => Math.abs(value) > 1) ? values.map(Math.tanh) : values;
  return Array.from(bounded, (value) => Math.round(1000 * value) / 1000 + 0); // + 0: JSON has no −0
}
