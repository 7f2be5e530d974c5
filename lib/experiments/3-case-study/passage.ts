import { stateRecorder } from "../../analysis/stateRecorder";
import type { Params } from "../../cells/cell";
import type { Vocabulary } from "../../data/vocabulary";
import type { BestUnit } from "./bestUnits";
import { memoryOf, readBefore, type Subject } from "./inspect";

/** Some lines of the held-out text; the best units' values over them, turned so that they are higher inside the structure; and its labels. */
export interface Passage {
  readonly text: string;
  readonly units: readonly {
    readonly best: BestUnit;
    readonly values: readonly number[];
    readonly labels: readonly number[];
  }[];
}

export interface PassageOptions {
  readonly params: Params;
  readonly best: readonly BestUnit[];
  readonly vocabulary: Vocabulary;
}

/** Of a passage, at most: what has room in a figure. */
const length = 256;

/** Lines in which every structure comes and goes, as far as the length reaches. */
export function passageOf(subject: Subject, { params, best, vocabulary }: PassageOptions): Passage {
  const { cell, tokens } = subject;
  const from = liveliest(subject, vocabulary.encode("\n")[0]);
  const { record, close } = stateRecorder(cell, memoryOf(cell));
  const values = record(params, tokens, { from, length, readers: 1, warmUp: readBefore });
  close();
  const text = vocabulary.decode(tokens.subarray(from, from + length));
  const lines = text.lastIndexOf("\n") + 1;
  const whole = lines > length / 2 ? lines : length; // a paragraph that is longer is cut
  return {
    text: text.slice(0, whole),
    units: best.map((one) => ({
      best: one,
      values: shown(values[one.unit].subarray(0, whole), one.sign),
      labels: [...subject.labels[one.structure].subarray(from, from + whole)],
    })),
  };
}

/** The beginning of a line after which every structure begins or ends often: the one that does so least decides. */
function liveliest({ tokens, labels }: Subject, newline: number): number {
  const all = Object.values(labels);
  const changes = (from: number) =>
    Math.min(
      ...all.map((one) => one.subarray(from, from + length).filter((label, i) => label !== one[from + i - 1]).length),
    );
  const starts = Array.from(tokens.keys()).filter((at) => at >= readBefore && tokens[at - 1] === newline);
  const rated = starts.filter((at) => at + length < tokens.length).map((at) => ({ at, most: changes(at) }));
  return rated.reduce((a, b) => (b.most > a.most ? b : a), { at: readBefore, most: -1 }).at;
}

/** Values to two digits; an LSTM's c grows without bound, so it is shown as its tanh. */
function shown(values: Float32Array, sign: number): number[] {
  const bounded = values.some((value) => Math.abs(value) > 1) ? values.map(Math.tanh) : values;
  return Array.from(bounded, (value) => Math.round(100 * sign * value) / 100 + 0); // + 0: JSON has no −0
}
