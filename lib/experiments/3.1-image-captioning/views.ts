import { tf } from "../../core/tf";
import { standardiser } from "../../data/features/standardised";
import { type PreparedScenes, type ScenePart, sceneFeatures } from "../shared/captionedScenes";
import type { View } from "./captioning/config";

/** Each scene's vector v, standardised by those of the training scenes: rows of [F]. */
export function viewsOf(scenes: PreparedScenes, view: View): Record<ScenePart, Float32Array[]> {
  const [F] = scenes.prepared.taps.fc7;
  const own = (row: Float32Array) => (view === "fc7" ? row.subarray(0, F) : row.subarray(F));
  const [train, test] = (["train", "test"] as const).map((part) => sceneFeatures(scenes, part).map(own));
  const standard = standardiser(train);
  return { train: train.map(standard), test: test.map(standard) };
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
export const nearest = (row: Float32Array, candidates: readonly Float32Array[]): number =>
  nearestFew(row, candidates, 1)[0];

/** Those of the `count` nearest, the nearest first. */
export function nearestFew(row: Float32Array, candidates: readonly Float32Array[], count: number): number[] {
  const cosine = (other: Float32Array) => {
    let [product, square] = [0, 0];
    for (let i = 0; i < row.length; i++) {
      product += row[i] * other[i];
      square += other[i] ** 2;
    }
    return product / Math.sqrt(square);
  };
  const cosines = candidates.map(cosine);
  return Array.from(cosines.keys())
    .sort((a, b) => cosines[b] - cosines[a])
    .slice(0, count);
}
