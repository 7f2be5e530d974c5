import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import path from "node:path";
import { expect, LabError } from "../core/errors";
import { tf } from "../core/tf";
import { type Backbone, backboneOf } from "./backbone";
import { type Archive, openKeras, type Stored } from "./kerasFile";
import type { Vgg, VggLayer } from "./vgg";
import { vgg16 } from "./vggNetworks";

/**
 * Weights trained elsewhere: a Keras file (.h5), such as the published vgg16_weights_tf_dim_ordering_tf_kernels.h5; what
 * Keras 3 saves (.weights.h5, .keras); or a tfjs model (its folder, or the model.json in it). Every layer is looked up by
 * Keras' name, or by its place where Keras 3 keeps no names, and its shape checked.
 * @returns the network's weights, which the caller disposes
 * @throws where there is no such file, or a layer is missing or has another shape: which one, expected and got
 * @see https://keras.io/api/applications/vgg
 */
export async function kerasWeights(file: string, { layers }: Pick<Vgg, "layers">): Promise<Record<string, tf.Tensor>> {
  const archive = await open(file);
  const found: Record<string, tf.Tensor> = {};
  try {
    for (const layer of layers.filter(({ weights }) => weights)) {
      const stored = archive.layer(kerasName(layer.name), unnamed(layer, layers));
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
  return backboneOf(model, params, `${model.name}-${hash.digest("hex").slice(0, 8)}`);
}

/** conv3_2 is Keras' block3_conv2; fc6, fc7 and fc8 are its fc1, fc2 and predictions. */
export function kerasName(name: string): string {
  const [, block, index] = /^conv(\d+)_(\d+)$/.exec(name) ?? [];
  return block ? `block${block}_conv${index}` : ({ fc6: "fc1", fc7: "fc2", fc8: "predictions" }[name] ?? name);
}

/** Where Keras 3 counts layers instead of naming them: conv2d, conv2d_1, … and dense, dense_1, … in the model's order. */
function unnamed({ name, kind }: VggLayer, layers: readonly VggLayer[]): string {
  const place = layers.filter((layer) => layer.kind === kind).findIndex((layer) => layer.name === name);
  return `${kind === "dense" ? "dense" : "conv2d"}${place > 0 ? `_${place}` : ""}`;
}

/** Kernel and bias are told apart by their rank: their names differ between Keras' versions. */
function tensorOf(file: string, { name }: VggLayer, { stored, shape }: { stored: Stored[]; shape: readonly number[] }) {
  const what = shape.length === 1 ? "bias" : "kernel";
  const same = stored.filter((one) => one.shape.length === shape.length);
  expect(`${same.map((one) => one.shape)}` === `${shape}`, () => {
    const got = stored.map((one) => `${one.name} [${one.shape.join(", ")}]`).join(" and ") || "nothing of that layer";
    return `${file}: ${kerasName(name)} (${name}): a ${what} [${shape.join(", ")}] expected, got ${got}`;
  });
  const values = same[0].values();
  const size = shape.reduce((product, side) => product * side, 1);
  expect(values.length === size, `${file}: ${same[0].name}: ${size} numbers expected, got ${values.length}`);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  expect(bad < 0, () => `${file}: ${same[0].name}: finite numbers expected, got ${values[bad]} at ${bad}`);
  return tf.tensor(values, [...shape]);
}

async function open(file: string): Promise<Archive> {
  const stats = statSync(file, { throwIfNoEntry: false });
  expect(stats !== undefined, `${file}: a Keras file (.h5) or a tfjs model expected, got no such file or folder`);
  const json = stats.isDirectory() ? path.join(file, "model.json") : file;
  if (json.endsWith(".json")) return openTfjs(json);
  return openKeras(file);
}

async function openTfjs(json: string): Promise<Archive> {
  const { weightData, weightSpecs = [] } = await readTfjs(json);
  const tensors = decoded(json, weightData as ArrayBuffer, weightSpecs);
  return {
    layer: (name) =>
      Object.entries(tensors)
        .filter(([full]) => full.split("/").includes(name))
        .map(([full, tensor]) => ({
          name: full,
          shape: tensor.shape,
          values: () => Float32Array.from(tensor.dataSync() as Float32Array),
        })),
    close: () => tf.dispose(tensors),
  };
}

function decoded(json: string, data: ArrayBuffer, specs: Parameters<typeof tf.io.decodeWeights>[1]): tf.NamedTensorMap {
  try {
    return tf.io.decodeWeights(data, specs);
  } catch (error) {
    throw new LabError(`${json}: a tfjs model expected, got one that is damaged (${(error as Error).message})`);
  }
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
