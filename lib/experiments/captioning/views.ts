import { tf } from "../../core/tf";
import { standardiser } from "../../data/features/standardised";
import { readSceneFeatures, type ScenePart } from "../sceneSet";
import type { View } from "./config";

/** Each scene's vector v, standardised by those of the training scenes: rows of [F]. */
export function viewsOf(features: string, view: View): Record<ScenePart, Float32Array[]> {
  const raw = { train: rawViews(features, view, "train"), test: rawViews(features, view, "test") };
  const standard = standardiser(raw.train);
  return { train: raw.train.map(standard), test: raw.test.map(standard) };
}

function rawViews(features: string, view: View, part: ScenePart): Float32Array[] {
  if (view === "fc7") return readSceneFeatures(features, "fc7", part).rows;
  const { rows, shape } = readSceneFeatures(features, "conv5_3", part);
  return rows.map((row) => meanOverPlaces(row, shape[1]));
}

function meanOverPlaces(row: Float32Array, D: number): Float32Array {
  const mean = new Float32Array(D);
  for (let i = 0; i < row.length; i++) mean[i % D] += (row[i] * D) / row.length;
  return mean;
}

/** Rows of F numbers as [N, F]. */
export function stacked(rows: readonly Float32Array[]): tf.Tensor2D {
  const F = rows[0].length;
  const values = new Float32Array(rows.length * F);
  rows.forEach((row, n) => {
    values.set(row, n * F);
  });
  return tf.tensor2d(values, [rows.length, F]);
}

/** The number of the nearest of `candidates` by the cosine of the angle between the vectors. */
export function nearest(row: Float32Array, candidates: readonly Float32Array[]): number {
  const cosine = (other: Float32Array) => {
    let [product, square] = [0, 0];
    for (let i = 0; i < row.length; i++) {
      product += row[i] * other[i];
      square += other[i] ** 2;
    }
    return product / Math.sqrt(square);
  };
  let [best, at] = [Number.NEGATIVE_INFINITY, 0];
  candidates.forEach((candidate, i) => {
    const own = cosine(candidate);
    if (own > best) [best, at] = [own, i];
  });
  return at;
}
