import path from "node:path";
import { compile } from "../../../core/compile";
import { expect } from "../../../core/errors";
import { cacheFolder, projectRoot } from "../../../core/project";
import { tf } from "../../../core/tf";
import type { CaptionedImage } from "../../../data/captions";
import { cachedFeatures } from "../../../data/features/cachedFeatures";
import { sizeOf } from "../../../data/features/featureFile";
import { photographs } from "../../../data/photographs";
import type { Backbone } from "../../../models/backbone";
import { efficientnet } from "../../../models/efficientnet";
import { torchVgg } from "../../../models/vggTorch";
import { kerasBackbone } from "../../../models/vggWeights";
import { pooled } from "../../shared/pooled";

/** What a network sees of photographs: of each a vector v of F numbers, and a map of L places with D features. */
export interface PhotographFeatures {
  /** The network's name. */
  readonly backbone: string;
  readonly vectorSize: number;
  readonly places: number;
  readonly featureSize: number;
  /** v and behind it the map, by the photograph's id; none of one that is damaged. */
  readonly rows: ReadonlyMap<string, Float32Array>;
}

const folder = cacheFolder("features");

/**
 * What VGG-16 sees of photographs where the environment variable VGG16_WEIGHTS names its weights, of Keras or of
 * torchvision: fc7, and conv5_3 with its places pooled two by two; else what EfficientNet-Lite0 sees: the mean over the places of
 * its last map, and the map before that one. Kept in a file by the photographs' content.
 * @throws where the weights cannot be read, or the signal stops it
 */
export async function photographFeatures(
  images: readonly CaptionedImage[],
  signal?: AbortSignal,
): Promise<PhotographFeatures> {
  const { network, kind, look, ...shape } = await sight();
  const compiled = compile(look);
  try {
    const found = await cachedFeatures(path.join(folder, `photographs-${network.name}.features`), kind, {
      images: images.map(({ id, file }) => ({ id, file: file as string })),
      extract: (files) => {
        expect(!signal?.aborted, "features of all photographs expected, got a stop");
        return seen(files, network.imageSize, compiled);
      },
    });
    const rows = new Map(images.filter(({ id }) => found.has(id)).map(({ id }) => [id, found.read(id)]));
    found.close();
    return { backbone: network.name, ...shape, rows };
  } finally {
    compiled.close();
    network.dispose();
  }
}

/** Places along each side of the map. */
const side = 7;

/** The network that looks, and what of it is taken. */
async function sight() {
  const weights = process.env.VGG16_WEIGHTS;
  if (!weights) {
    return taken(efficientnet(), {
      ...{ tap: "mean of 7x7x1280, and 7x7x320", vectorSize: 1280, featureSize: 320 },
      look: (taps) => [taps["7x7x1280"].mean(1), taps["7x7x320"]],
    });
  }
  const file = path.resolve(projectRoot, weights);
  const network = /\.pth?$/.test(file) ? torchVgg(file) : await kerasBackbone(file);
  const [[vectorSize], [, featureSize]] = [network.taps.fc7, network.taps.conv5_3];
  return taken(network, {
    ...{ tap: `fc7, and conv5_3 at ${side} × ${side} places`, vectorSize, featureSize },
    look: ({ fc7, conv5_3 }) => [fc7, pooled(conv5_3 as tf.Tensor3D, side)],
  });
}

interface Taken {
  readonly tap: string;
  readonly vectorSize: number;
  readonly featureSize: number;
  /** v and the map of each picture. */
  readonly look: (taps: Record<string, tf.Tensor>) => readonly tf.Tensor[];
}

function taken(network: Backbone, { tap, vectorSize, featureSize, look }: Taken) {
  const places = side * side;
  const kind = { backbone: network.name, tap, shape: [vectorSize + places * featureSize] };
  return {
    ...{ network, kind, vectorSize, places, featureSize },
    look: (pictures: tf.Tensor4D) =>
      tf.concat(
        look(network.extract(pictures)).map((part) => part.reshape([pictures.shape[0], -1])),
        1,
      ),
  };
}

async function seen(files: readonly string[], imageSize: number, look: (pictures: tf.Tensor4D) => tf.Tensor) {
  const { pixels, shape } = await photographs(files, imageSize);
  const pictures = tf.tensor4d(Float32Array.from(pixels), shape);
  const features = look(pictures);
  const values = features.dataSync() as Float32Array;
  tf.dispose([pictures, features]);
  const size = sizeOf(features.shape.slice(1));
  return files.map((_, i) => values.slice(i * size, (i + 1) * size));
}
