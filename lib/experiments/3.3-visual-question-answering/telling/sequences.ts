import { tf } from "../../../core/tf";
import { padded } from "../../../data/padding";
import { type WordVocabulary, wordVocabulary } from "../../../data/wordVocabulary";
import type { AnswerBatch } from "../../../models/telling";

/** A question and one of its answers. */
export interface Answered {
  readonly question: readonly string[];
  readonly answer: readonly string[];
}

/** The words of questions and their right answers. */
export const wordsOf = (pairs: Iterable<Answered>, minCount = 1): WordVocabulary => {
  const sentences = Array.from(pairs, ({ question, answer }) => [...question, ...answer]);
  return wordVocabulary(sentences, { minCount });
};

/**
 * Questions and answers as the decoder reads and writes them: `inputs` q_1 … q_n START a_1 … a_m, `targets` a_1 … a_m END
 * where START and the a stand, padded to `length`; the caller disposes it.
 */
export function answerBatch(
  pairs: readonly Answered[],
  vocabulary: WordVocabulary,
  length: number,
): Pick<AnswerBatch, "inputs" | "targets" | "mask"> {
  const { start, encode } = vocabulary;
  const tokens = (words: readonly string[]) => encode(words).subarray(1, -1);
  const [inputs, targets, counts]: number[][][] = [[], [], []];
  for (const { question, answer } of pairs) {
    const [asked, told] = [tokens(question), encode(answer)];
    inputs.push([...asked, start, ...told.subarray(1, -1)]);
    targets.push([...asked, ...told.subarray(1)]);
    counts.push([...asked.fill(0), ...told.subarray(1).fill(1)]);
  }
  const read = padded(inputs, { length });
  const wanted = padded(targets, { length });
  const counted = padded(counts, { length });
  const mask = tf.tidy(() => counted.tokens.cast<tf.Tensor2D>("float32"));
  tf.dispose([read.mask, wanted.mask, counted.mask, counted.tokens]);
  return { inputs: read.tokens, targets: wanted.tokens, mask };
}

/**
 * The choices of each question as one vector each, [N, C, V]: how often each word comes, with a mean square of 1, as the features have; the
 * caller disposes it.
 */
export function wordBags(choices: readonly (readonly ArrayLike<number>[])[], V: number): tf.Tensor3D {
  const C = choices[0].length;
  const values = new Float32Array(choices.length * C * V);
  choices.flat().forEach((words, row) => {
    const counts = values.subarray(row * V, (row + 1) * V);
    for (const word of Array.from(words)) counts[word]++;
    const norm = Math.hypot(...counts) || 1;
    counts.forEach((count, v) => {
      counts[v] = (count * Math.sqrt(V)) / norm;
    });
  });
  return tf.tensor3d(values, [choices.length, C, V]);
}

/** T that every one of them fits into. */
export function longest(pairs: Iterable<Answered>): number {
  let most = 0;
  for (const { question, answer } of pairs) most = Math.max(most, question.length + 1 + answer.length);
  return most;
}
