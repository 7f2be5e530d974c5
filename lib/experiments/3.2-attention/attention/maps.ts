import { tf } from "../../../core/tf";
import { standardiser } from "../../../data/features/standardised";
import { type PreparedScenes, type ScenePart, sceneFeatures } from "../../shared/captionedScenes";

/** Maps of L places with D features each, scene by scene. */
export interface Maps {
  readonly places: number;
  readonly featureSize: number;
  readonly rows: Readonly<Record<ScenePart, readonly Float32Array[]>>;
}

/** The map of every scene, each feature standardised over all places of the training scenes. */
export function mapsOf(scenes: PreparedScenes): Maps {
  const [places, featureSize] = scenes.prepared.taps.places;
  const train = sceneFeatures(scenes, "train");
  const standard = standardiser(train, featureSize);
  return {
    places,
    featureSize,
    rows: { train: train.map(standard), test: sceneFeatures(scenes, "test").map(standard) },
  };
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
