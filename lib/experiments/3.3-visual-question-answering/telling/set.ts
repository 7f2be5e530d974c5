import { tf } from "../../../core/tf";
import type { WordVocabulary } from "../../../data/wordVocabulary";
import { featureTable, questionsOf } from "../../shared/preparedFeatures";
import { isOfSeed } from "../askedScenes";
import { partsOf } from "../seedParts";
import type { TellingJob, ToldQuestion, ToldQuestions } from "./config";
import { longest, wordsOf } from "./sequences";

/** What the models of one seed learn from and are tested on. */
export interface TellingSet {
  readonly train: readonly ToldQuestion[];
  readonly test: readonly ToldQuestion[];
  readonly vocabulary: WordVocabulary;
  /** Every right answer of the training questions. */
  readonly answers: readonly string[];
  /** Words of the longest question with an answer, with START between them, … */
  readonly length: number;
  /** … of the longest answer after START, and of the longest question. */
  readonly answerLength: number;
  readonly questionLength: number;
  /** F of fc7, and how many numbers a place has: D of conv5_3 and, where it is told, its position. */
  readonly vectorSize: number;
  readonly placeSize: number;
  /** fc7 of the scenes of these ids [N, F] … */
  vectors(ids: readonly string[]): tf.Tensor2D;
  /** … and conv5_3, pooled [N, L, D]; the caller disposes both. */
  maps(ids: readonly string[]): tf.Tensor3D;
}

/** The features are fc7 and behind it the map. */
export function tellingSet({ prepared, seed, placesPerSide, positions, trainScenes }: TellingJob): TellingSet {
  const [[F], [, D], L] = [prepared.taps.fc7, prepared.taps.conv5_3, placesPerSide ** 2];
  const all = questionsOf<ToldQuestions>(prepared);
  const { train, test } = partsOf(all, seed, trainScenes);
  const table = featureTable(prepared, (id) => id.startsWith("train ") || isOfSeed(id, seed), [F, L * D]);
  const part = (from: number, size: number) => (ids: readonly string[]) => {
    const values = new Float32Array(ids.length * size);
    ids.forEach((id, i) => {
      values.set(table.row(id).subarray(from, from + size), i * size);
    });
    return values;
  };
  const [vectors, maps] = [part(0, F), part(F, L * D)];
  const told = positions === "told" ? positionsOf(placesPerSide) : [];
  const pairs = [...all.train, ...all.test].flatMap(({ text, choices }) =>
    choices.map((choice) => ({ question: text.split(" "), answer: choice.split(" ") })),
  );
  return {
    ...{ train, test },
    vocabulary: wordsOf(
      train.map(({ text, choices, answer }) => ({ question: text.split(" "), answer: choices[answer].split(" ") })),
    ),
    answers: [...new Set(train.map(({ choices, answer }) => choices[answer]))],
    length: longest(pairs),
    answerLength: longest(pairs.map(({ answer }) => ({ question: [], answer }))),
    questionLength: longest(pairs.map(({ question }) => ({ question, answer: [] }))) - 1,
    ...{ vectorSize: F, placeSize: D + (told[0]?.length ?? 0) },
    vectors: (ids) => tf.tensor2d(vectors(ids), [ids.length, F]),
    maps: (ids) =>
      tf.tidy(() => {
        const found = tf.tensor3d(maps(ids), [ids.length, L, D]);
        return told.length === 0 ? found : withPositions(found, told);
      }),
  };
}

/** A map [N, L, D], each of whose places also says where it is, as `positionsOf` has it. */
export const withPositions = (map: tf.Tensor3D, told: readonly (readonly number[])[]): tf.Tensor3D =>
  tf.tidy(() =>
    tf.concat3d([map, tf.tensor3d([told.map((row) => [...row])]).tile<tf.Tensor3D>([map.shape[0], 1, 1])], 2),
  );

/** Of each place its row and its column, one-hot, with a mean square of 1 as the features have: places² rows of 2 · places. */
export const positionsOf = (places: number): number[][] =>
  Array.from({ length: places ** 2 }, (_, i) => {
    const [row, column] = [Math.floor(i / places), i % places];
    return Array.from({ length: 2 * places }, (_, k) => (k === row || k === places + column ? Math.sqrt(places) : 0));
  });
