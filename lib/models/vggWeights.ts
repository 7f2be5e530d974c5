import { createHash } from "node:crypto";
import { closeSync, openSync, readSync, statSync } from "node:fs";
import path from "node:path";
import { expect, LabError } from "../core/errors";
import { tf } from "../core/tf";
import type { Backbone } from "./backbone";
import { type Vgg, type VggLayer, vggBackbone } from "./vgg";
import { vgg16 } from "./vggNetworks";

/** A tensor of a file: its name there, its shape, and its numbers when they are wanted. */
interface Stored {
  readonly name: string;
  readonly shape: readonly number[];
  values(): Float32Array;
}

/** A file's tensors by Keras' layer names. */
interface Archive {
  layer(name: string): Stored[];
  close(): void;
}

/**
 * Weights trained elsewhere: a Keras file (.h5), such as the published vgg16_weights_tf_dim_ordering_tf_kernels.h5, or a
 * tfjs model (its folder, or the model.json in it). Every layer is looked up by Keras' name, and its shape checked.
 * @returns the network's weights, which the caller disposes
 * @throws where there is no such file, or a layer is missing or has another shape: which one, expected and got
 * @see https://keras.io/api/applications/vgg
 */
export async function kerasWeights(file: string, { layers }: Pick<Vgg, "layers">): Promise<Record<string, tf.Tensor>> {
  const archive = await open(file);
  const found: Record<string, tf.Tensor> = {};
  try {
    for (const layer of layers.filter(({ weights }) => weights)) {
      const stored = archive.layer(kerasName(layer.name));
      const [w, b] = ["w", "b"].map((part) => `${layer.name}.${part}`);
      found[w] = tensorOf(file, layer, { stored, shape: layer.weights as number[] });
      found[b] = tensorOf(file, layer, { stored, shape: (layer.weights as number[]).slice(-1) });
    }
    return found;
  } catch (error) {
    tf.dispose(found);
    throw error;
  } finally {
    archive.close();
  }
}

/**
 * A network, by default VGG-16, with the weights of such a file. Its name tells one training from another.
 * @throws as `kerasWeights`
 */
export async function kerasBackbone(file: string, model = vgg16()): Promise<Backbone> {
  const params = await kerasWeights(file, model);
  const biases = Object.values(params).filter(({ rank }) => rank === 1);
  const hash = createHash("sha256");
  for (const bias of biases) hash.update(bias.dataSync());
  return vggBackbone(model, params, `${model.name}-${hash.digest("hex").slice(0, 8)}`);
}

/** conv3_2 is Keras' block3_conv2; fc6, fc7 and fc8 are its fc1, fc2 and predictions. */
export function kerasName(name: string): string {
  const [, block, index] = /^conv(\d+)_(\d+)$/.exec(name) ?? [];
  return block ? `block${block}_conv${index}` : ({ fc6: "fc1", fc7: "fc2", fc8: "predictions" }[name] ?? name);
}

/** Kernel and bias are told apart by their rank: their names differ between Keras' versions. */
function tensorOf(file: string, { name }: VggLayer, { stored, shape }: { stored: Stored[]; shape: readonly number[] }) {
  const what = shape.length === 1 ? "bias" : "kernel";
  const same = stored.filter((one) => one.shape.length === shape.length);
  expect(`${same.map((one) => one.shape)}` === `${shape}`, () => {
    const got = stored.map((one) => `${one.name} [${one.shape.join(", ")}]`).join(" and ") || "nothing of that layer";
    return `${file}: ${kerasName(name)} (${name}): a ${what} [${shape.join(", ")}] expected, got ${got}`;
  });
  return tf.tensor(same[0].values(), [...shape]);
}

async function open(file: string): Promise<Archive> {
  const stats = statSync(file, { throwIfNoEntry: false });
  expect(stats !== undefined, `${file}: a Keras file (.h5) or a tfjs model expected, got no such file or folder`);
  const json = stats.isDirectory() ? path.join(file, "model.json") : file;
  if (json.endsWith(".json")) return openTfjs(json);
  expect(isHdf5(file), `${file}: a Keras file (HDF5) or a tfjs model (model.json) expected, got neither`);
  return openKeras(file);
}

function isHdf5(file: string): boolean {
  const opened = openSync(file, "r");
  const start = Buffer.alloc(8);
  readSync(opened, start);
  closeSync(opened);
  return start.equals(Buffer.from("\x89HDF\r\n\x1a\n", "latin1"));
}

async function openKeras(file: string): Promise<Archive> {
  const { default: hdf5 } = await import("h5wasm/node");
  const library = await hdf5.ready;
  library.activate_throwing_error_handler(); // otherwise it prints its errors and goes on
  const opened = attempt(file, () => new hdf5.File(file, "r"));
  const within = (group: InstanceType<typeof hdf5.Group>): Stored[] =>
    group.keys().flatMap((key) => {
      const entity = group.get(key);
      if (entity instanceof hdf5.Group) return within(entity);
      if (!(entity instanceof hdf5.Dataset)) return [];
      const values = () => attempt(file, () => Float32Array.from(entity.value as Float32Array));
      return [{ name: entity.path, shape: entity.shape ?? [], values }];
    });
  // The weights alone, or those of a whole model.
  const root = opened.keys().includes("model_weights") ? opened.get("model_weights") : opened;
  return {
    layer: (name) => {
      const group = root instanceof hdf5.Group && root.keys().includes(name) && root.get(name);
      return group instanceof hdf5.Group ? attempt(file, () => within(group)) : [];
    },
    close: () => opened.close(),
  };
}

/** What HDF5 throws as a mistake in the file. */
function attempt<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new LabError(`${file}: a Keras file (HDF5) expected, got one that is damaged (${(error as Error).message})`);
  }
}

async function openTfjs(json: string): Promise<Archive> {
  const { weightData, weightSpecs = [] } = await readTfjs(json);
  const tensors = tf.io.decodeWeights(weightData as ArrayBuffer, weightSpecs);
  return {
    layer: (name) =>
      Object.entries(tensors)
        .filter(([full]) => full.split("/").includes(name))
        .map(([full, tensor]) => ({
          name: full,
          shape: tensor.shape,
          values: () => tensor.dataSync() as Float32Array,
        })),
    close: () => tf.dispose(tensors),
  };
}

type LoadTfjs = NonNullable<ReturnType<typeof tf.io.fileSystem>["load"]>;

async function readTfjs(json: string): ReturnType<LoadTfjs> {
  const handler = tf.io.fileSystem(json);
  try {
    return await (handler.load as LoadTfjs)();
  } catch (error) {
    throw new LabError(`${json}: a tfjs model expected, got one that cannot be read (${(error as Error).message})`);
  }
}
