import { expect } from "../../../core/errors";
import { tf } from "../../../core/tf";
import { type PictureRows, pictureRows } from "../../../data/features/pictureRows";
import { Records } from "../../../data/records";
import type { VisualQuestion } from "../../../data/visual7w";
import type { PictureFeatures, QuestionReaderOptions } from "../../../models/questionReader";

/** What is seen of photographs: a vector each, such as fc7 of VGG-16, and perhaps a map, such as its conv5_3, to look at. */
export interface SeenPictures {
  /** For the reader: how many numbers there are. */
  readonly sizes: Pick<QuestionReaderOptions, "vectorSize"> & { readonly placeSize?: number };
  /** Of photographs by their ids, with a mean square of about 1; the caller disposes it. */
  of(ids: readonly string[]): PictureFeatures;
}

/** The questions about photographs that all these files have features of; the others are named and left out. */
export function questionsWithFeatures(
  questions: readonly VisualQuestion[],
  files: readonly PictureRows[],
): VisualQuestion[] {
  const records = new Records("questions");
  const seen = questions.flatMap((question) => {
    const { id, imageId } = question;
    const kept = records.use(() => {
      const lacks = files.find((rows) => !rows.has(imageId));
      expect(
        lacks === undefined,
        () => `${lacks!.file}: features of image ${imageId} expected for question ${id}, got none`,
      );
      return question;
    });
    return kept ?? [];
  });
  expect(
    seen.length > 0,
    () => `${files.map(({ file }) => file).join(", ")}: features of an image of Visual7W expected, got none`,
  );
  records.tell();
  return seen;
}

/**
 * Opens the files of features, and divides each by the root mean square that it has over the photographs of `learnt`.
 * @throws where a vector is no [F], or a map no [L, D]
 */
export function seenPictures(
  { vectors, maps }: { readonly vectors: PictureRows; readonly maps?: PictureRows },
  learnt: readonly VisualQuestion[],
): SeenPictures {
  const [F] = vectors.shape;
  expect(vectors.shape.length === 1, `${vectors.file}: a vector [F] of each image expected, got [${vectors.shape}]`);
  expect(maps?.shape.length !== 1, `${maps?.file}: a map [L, D] of each image expected, got [${maps?.shape}]`);
  // As many as tell the size of the features.
  const ids = [...new Set(learnt.map(({ imageId }) => imageId))].slice(0, 200);
  const scales = new Map([vectors, ...(maps ? [maps] : [])].map((rows) => [rows, scaleOf(rows, ids)]));
  const values = (rows: PictureRows, wanted: readonly string[]) => {
    const size = rows.shape.reduce((a, b) => a * b);
    const all = new Float32Array(wanted.length * size);
    wanted.forEach((id, i) => {
      const [row, scale] = [rows.row(id), scales.get(rows)!];
      for (let k = 0; k < size; k++) all[i * size + k] = row[k] * scale;
    });
    return all;
  };
  return {
    sizes: { vectorSize: F, ...(maps ? { placeSize: maps.shape[1] } : {}) },
    of: (wanted) => ({
      vector: tf.tensor2d(values(vectors, wanted), [wanted.length, F]),
      ...(maps
        ? { map: tf.tensor3d(values(maps, wanted), [wanted.length, ...maps.shape] as [number, number, number]) }
        : {}),
    }),
  };
}

function scaleOf(rows: PictureRows, ids: readonly string[]): number {
  let [sum, count] = [0, 0];
  for (const id of ids) {
    for (const value of rows.row(id)) sum += value * value;
    count += rows.row(id).length;
  }
  return 1 / (Math.sqrt(sum / count) || 1);
}

/** Opens what the command names. */
export const openRows = (files: { readonly features?: string; readonly maps?: string }) => {
  if (files.features === undefined) return undefined;
  return { vectors: pictureRows(files.features), ...(files.maps ? { maps: pictureRows(files.maps) } : {}) };
};
