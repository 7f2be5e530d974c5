import { tf } from "../../core/tf";
import { standardiser } from "../../data/features/standardised";
import { readSceneFeatures, type ScenePart } from "../sceneSet";

/** Maps of L places with D features each, scene by scene. */
export interface Maps {
  readonly places: number;
  readonly featureSize: number;
  readonly rows: Readonly<Record<ScenePart, readonly Float32Array[]>>;
}

/** conv5_3 of every scene, each feature standardised over all places of the training scenes. */
export function mapsOf(features: string): Maps {
  const { rows, shape } = readSceneFeatures(features, "conv5_3", "train");
  const [places, featureSize] = shape;
  const standard = standardiser(rows, featureSize);
  const test = readSceneFeatures(features, "conv5_3", "test").rows;
  return { places, featureSize, rows: { train: rows.map(standard), test: test.map(standard) } };
}

/** Some scenes' maps as [N, L, D]. */
export function stackedMaps({ places, featureSize }: Maps, rows: readonly Float32Array[]): tf.Tensor3D {
  const size = places * featureSize;
  const values = new Float32Array(rows.length * size);
  rows.forEach((row, n) => {
    values.set(row, n * size);
  });
  return tf.tensor3d(values, [rows.length, places, featureSize]);
}
