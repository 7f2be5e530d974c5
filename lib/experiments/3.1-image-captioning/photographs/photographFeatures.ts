import path from "node:path";
import { compile } from "../../../core/compile";
import { expect } from "../../../core/errors";
import { cacheFolder, projectRoot } from "../../../core/project";
import { tf } from "../../../core/tf";
import type { CaptionedImage } from "../../../data/captions";
import { cachedFeatures } from "../../../data/features/cachedFeatures";
import { photographs } from "../../../data/photographs";
import type { Backbone } from "../../../models/backbone";
import { efficientnet } from "../../../models/efficientnet";
import { torchVgg } from "../../../models/vggTorch";
import { kerasBackbone } from "../../../models/vggWeights";

/** A photograph's vector, fc7 or the mean over the places of a network's map, and the network's name. */
export interface PhotographFeatures {
  readonly backbone: string;
  /** By the photograph's id; none of one that is damaged. */
  readonly rows: ReadonlyMap<string, Float32Array>;
}

const folder = cacheFolder("features");

/**
 * The vectors of photographs: fc7 of VGG-16 where the environment variable VGG16_WEIGHTS names its weights, of Keras or of
 * torchvision; else the mean over the places of EfficientNet-Lite0's last map. Kept in a file by the photographs' content.
 * @throws where the weights cannot be read, or the signal stops it
 */
export async function photographFeatures(
  images: readonly CaptionedImage[],
  signal?: AbortSignal,
): Promise<PhotographFeatures> {
  const { network, tap } = await sight();
  const shape = network.taps[tap].slice(-1);
  const isMap = network.taps[tap].length > 1;
  const look = compile((pictures: tf.Tensor4D) => {
    const seen = network.extract(pictures)[tap];
    return isMap ? seen.mean(1) : seen;
  });
  try {
    const kind = { backbone: network.name, tap: isMap ? `mean of ${tap}` : tap, shape };
    const found = await cachedFeatures(path.join(folder, `photographs-${network.name}.features`), kind, {
      images: images.map(({ id, file }) => ({ id, file: file as string })),
      extract: (files) => {
        expect(!signal?.aborted, "vectors of all photographs expected, got a stop");
        return vectors(files, network, look);
      },
    });
    const rows = new Map(images.filter(({ id }) => found.has(id)).map(({ id }) => [id, found.read(id)]));
    found.close();
    return { backbone: network.name, rows };
  } finally {
    look.close();
    network.dispose();
  }
}

/** The network that looks, and what of it is taken. */
async function sight(): Promise<{ network: Backbone; tap: string }> {
  const weights = process.env.VGG16_WEIGHTS;
  if (!weights) return { network: efficientnet(), tap: "7x7x1280" };
  const file = path.resolve(projectRoot, weights);
  return { network: /\.pth?$/.test(file) ? torchVgg(file) : await kerasBackbone(file), tap: "fc7" };
}

async function vectors(files: readonly string[], { imageSize }: Backbone, look: (pictures: tf.Tensor4D) => tf.Tensor) {
  const { pixels, shape } = await photographs(files, imageSize);
  const pictures = tf.tensor4d(Float32Array.from(pixels), shape);
  const means = look(pictures);
  const values = means.dataSync() as Float32Array;
  tf.dispose([pictures, means]);
  const D = values.length / files.length;
  return files.map((_, i) => values.slice(i * D, (i + 1) * D));
}
