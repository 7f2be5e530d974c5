import path from "node:path";
import { compile } from "../../core/compile";
import { LabError } from "../../core/errors";
import { projectRoot } from "../../core/project";
import { tf } from "../../core/tf";
import type { CaptionedImage } from "../../data/captions";
import { cachedFeatures } from "../../data/features/cachedFeatures";
import { photographs } from "../../data/photographs";
import type { Backbone } from "../../models/backbone";
import { centernet } from "../../models/centernet";
import { type ObjectNetworkConfig, objectNetwork } from "../objectNetwork";

/** A photograph's vector, the mean over the places of one map of a network, and the network's name. */
export interface PhotographFeatures {
  readonly backbone: string;
  /** By the photograph's id. */
  readonly rows: ReadonlyMap<string, Float32Array>;
}

/** The map whose mean is taken: the last before CenterNet's head; of the small network that which fc7 reads. */
const taps = ["7x7x480", "conv5_3"];

const folder = path.join(projectRoot, ".cache", "features");

/**
 * The vectors of photographs that are there, from CenterNet where its package is installed, else from the small network
 * that has learnt emoji. Kept in a file by the photographs' content.
 * @throws where the small network's training is stopped
 */
export async function photographFeatures(
  images: readonly CaptionedImage[],
  fallback: Pick<ObjectNetworkConfig, "steps" | "layouts">,
  signal?: AbortSignal,
): Promise<PhotographFeatures> {
  const network = (await installed()) ?? (await objectNetwork({ ...fallback, signal }));
  const tap = taps.find((name) => name in network.taps) as string;
  const [, D] = network.taps[tap];
  const look = compile((pictures: tf.Tensor4D) => network.extract(pictures)[tap].mean(1));
  try {
    const kind = { backbone: network.name, tap: `mean of ${tap}`, shape: [D] };
    const found = await cachedFeatures(path.join(folder, `photographs-${network.name}.features`), kind, {
      images: images.map(({ id, file }) => ({ id, file: file as string })),
      extract: (files) => vectors(files, network, look),
    });
    const rows = new Map(images.map(({ id }) => [id, found.read(id)]));
    found.close();
    return { backbone: network.name, rows };
  } finally {
    look.close();
    network.dispose();
  }
}

async function installed(): Promise<Backbone | undefined> {
  try {
    return await centernet();
  } catch (error) {
    if (error instanceof LabError) return undefined;
    throw error;
  }
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
