import type { Params } from "../cells/cell";
import { compile } from "../core/compile";
import { expect } from "../core/errors";
import { seed } from "../core/random";
import { scoped } from "../core/scoped";
import { tf } from "../core/tf";
import { standards } from "../data/features/standardised";
import { renderScenes } from "../data/sceneRender";
import type { Scene } from "../data/scenes";
import type { Sprites } from "../data/sprites";
import {
  type ObjectNetworkConfig,
  objectNetworkConfig,
  objectNetworkDefaults,
  objectWeights,
} from "../experiments/shared/objectNetwork";
import type { JobContext } from "../lab/runJob";
import type { Eye, EyeSpec } from "../models/shipped/shippedEye";
import type { NetworkTold } from "./networkRecipe";

/** How the network that looks is trained, before what looks through it, as in the studies; see `objectNetwork`. */
export const eyeTraining = (tap: EyeSpec["tap"]): ObjectNetworkConfig =>
  tap === "places" ? objectNetworkConfig("places") : objectNetworkDefaults;

/** The pictures of scenes [N, S, S, 3]; dispose them. */
export function picturesOfScenes(scenes: readonly Scene[], artwork: Sprites, S: number): tf.Tensor4D {
  const { pixels, shape } = renderScenes(scenes, artwork, S);
  return tf.tensor4d(Float32Array.from(pixels), shape);
}

/** Weights of the eye, the features' mean and scale over these scenes among them, and what it sees of each. */
export interface SeenScenes {
  /** The caller disposes them. */
  readonly params: Params;
  /** The maps [N, L, D] of the scenes of these numbers; dispose them. */
  mapsOf(numbers: readonly number[]): tf.Tensor3D;
}

/** The eye, trained or taken from the lab's cache, and its maps of all scenes. */
export async function seenScenes(
  eye: Eye,
  { scenes, artwork, spec }: { readonly scenes: readonly Scene[]; readonly artwork: Sprites; readonly spec: EyeSpec },
  { signal, report }: JobContext<NetworkTold>,
): Promise<SeenScenes> {
  const training = eyeTraining(spec.tap);
  expect(spec.imageSize === training.imageSize, `pictures of ${training.imageSize} pixels expected`);
  const { weights, accuracy } = await objectWeights({
    ...{ ...training, signal },
    onStep: ({ step }) => step % 250 === 0 && report?.({ done: 0, status: `the eye learns: step ${step}` }),
  });
  report?.({ done: 0, status: `the eye knows ${(100 * accuracy).toFixed(1)} % of single things` });
  const convolutions = onlyThose(weights, Object.keys(scoped(() => eye.init(seed(0)))));
  const [L, D] = eye.shape;
  const look = compile(eye.look);
  const unscaled = { ...convolutions, mean: tf.zeros([D]), scale: tf.ones([D]) };
  const rows: Float32Array[] = [];
  for (let from = 0; from < scenes.length; from += 50) {
    const images = picturesOfScenes(scenes.slice(from, from + 50), artwork, eye.imageSize);
    const map = look(unscaled, images);
    const values = map.dataSync() as Float32Array;
    for (let n = 0; n < map.shape[0]; n++) rows.push(values.slice(n * L * D, (n + 1) * L * D));
    tf.dispose([images, map]);
  }
  look.close();
  tf.dispose([unscaled.mean, unscaled.scale]);
  const { mean, scale } = standards(rows, D);
  for (const row of rows) for (let i = 0; i < row.length; i++) row[i] = (row[i] - mean[i % D]) * scale[i % D];
  return {
    params: {
      ...convolutions,
      ...{ mean: tf.tensor1d(Float32Array.from(mean)), scale: tf.tensor1d(Float32Array.from(scale)) },
    },
    mapsOf(numbers) {
      const values = new Float32Array(numbers.length * L * D);
      numbers.forEach((number, n) => {
        values.set(rows[number], n * L * D);
      });
      return tf.tensor3d(values, [numbers.length, L, D]);
    },
  };
}

/** Those of these names; the others are disposed. */
function onlyThose(weights: Params, names: readonly string[]): Params {
  const [own, others] = [true, false].map((kept) => {
    return Object.fromEntries(Object.entries(weights).filter(([name]) => names.includes(name) === kept));
  });
  tf.dispose(others as tf.NamedTensorMap);
  return own;
}
