import type { Params } from "../cells/cell";
import { convolutionModule, linearModule, type TorchModules, type Weighted } from "../cells/torchModule";
import { expectForm, forms } from "../core/argumentForms";
import { fork, type Key, normal } from "../core/random";
import { tf } from "../core/tf";
import { type Backbone, expectImages, type NetworkPart } from "./backbone";
import { convolution } from "./convolution";

/** The layers of a network in the form of VGG. */
export interface VggOptions {
  readonly name: string;
  /** The side of a picture: a power of two for each block must divide it. */
  readonly imageSize: number;
  /** How many filters each 3 × 3 convolution has, block by block. */
  readonly blocks: readonly (readonly number[])[];
  /** The widths of fc6 and fc7. */
  readonly hidden: readonly [number, number];
  readonly classes: number;
  /** From red, green and blue, 0 to 255, to what the first layer takes. */
  prepare(images: tf.Tensor4D): tf.Tensor4D;
}

/** One layer and, by the shapes, all that there is to know of it. */
export interface VggLayer {
  /** conv1_1 …, pool1 …, fc6, fc7, fc8: the names of the authors' own model. */
  readonly name: string;
  readonly kind: "convolution" | "pool" | "dense";
  /** Of its output for one picture. */
  readonly shape: readonly number[];
  /** Of `name.w`; `name.b` has one number for each of its last axis. A pool has no weights. */
  readonly weights?: readonly number[];
}

/** A network in the form of VGG: blocks of convolutions and pooling, then dense layers. */
export interface Vgg extends Weighted {
  readonly name: string;
  readonly imageSize: number;
  readonly layers: readonly VggLayer[];
  /** Of every weight and bias, by its name in the params. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly taps: Backbone["taps"];
  /** Fresh weights, N(0, 2/fan-in), and biases of 0; the caller disposes them. @see He et al. 2015 */
  init(key: Key): Params;
  /** Logits [N, classes], and the taps: pool4 and conv5_3 [N, L, D], and fc7 [N, F], all after their ReLU; dispose all. */
  forward(
    params: Params,
    images: tf.Tensor4D,
  ): { logits: tf.Tensor2D; pool4: tf.Tensor3D; conv5_3: tf.Tensor3D; fc7: tf.Tensor2D };
  /** The layers up to a map. */
  upTo(tap: "pool4" | "conv5_3"): NetworkPart;
}

const { fields, list, size, text } = forms;
const form = fields({
  ...{ name: text, imageSize: size, blocks: list(list(size, 1)) },
  ...{ hidden: list(size, 2, 2), classes: size },
});

/**
 * VGG's pattern: blocks of 3 × 3 convolutions with ReLU, each followed by the maximum of 2 × 2, then three dense layers.
 * The taps are named after the 16-layer network's, at any depth: "pool4" is what the last block reads, "conv5_3" the last
 * convolution before the last pool, "fc7" the last hidden layer.
 * @see Simonyan & Zisserman 2015
 */
export function vgg(options: VggOptions): Vgg {
  const { name, imageSize } = options;
  expectForm("vgg", form, options);
  const layers = layersOf(options);
  const last = layers.findLastIndex(({ kind }) => kind === "convolution");
  const [below, map] = [layers[last - (options.blocks.at(-1) as readonly number[]).length], layers[last]];
  const placed = ({ shape: [height, width, channels] }: VggLayer) => [height * width, channels];
  const shapes = shapesOfAll(layers);
  const taps = { pool4: placed(below), conv5_3: placed(map), fc7: [options.hidden[1]] };
  /** What each of the layers gives, by its name. */
  function outputs(some: readonly VggLayer[], params: Params, images: tf.Tensor4D): Record<string, tf.Tensor> {
    expectImages(images, { name, imageSize });
    const all: Record<string, tf.Tensor> = {};
    let x: tf.Tensor = options.prepare(images);
    for (const layer of some) x = all[layer.name] = apply(layer, x, params);
    return all;
  }
  const mapAt = (layer: VggLayer, all: Readonly<Record<string, tf.Tensor>>) =>
    all[layer.name].reshape<tf.Tensor3D>([-1, ...placed(layer)]);

  return {
    ...{ name, imageSize, layers, shapes, taps, torch: torchOf(layers) },
    init: (key) => fresh(shapes, key),
    forward: (params, images) =>
      tf.tidy(() => {
        const all = outputs(layers, params, images);
        const [pool4, conv5_3] = [below, map].map((layer) => mapAt(layer, all));
        return { logits: all.fc8 as tf.Tensor2D, pool4, conv5_3, fc7: all.fc7 as tf.Tensor2D };
      }),
    upTo(tap) {
      const top = tap === "pool4" ? below : map;
      const part = layers.slice(0, layers.indexOf(top) + 1);
      const own = shapesOfAll(part);
      return {
        ...{ shape: placed(top), names: Object.keys(own), torch: torchOf(part) },
        init: (key) => fresh(own, key),
        forward: (params, images) => tf.tidy(() => mapAt(top, outputs(part, params, images))),
      };
    },
  };
}

/** Shapes only: the network without a single weight. */
function layersOf({ imageSize, blocks, hidden, classes }: VggOptions): VggLayer[] {
  const layers: VggLayer[] = [];
  let [side, channels] = [imageSize, 3];
  blocks.forEach((filters, b) => {
    filters.forEach((count, i) => {
      const weights = [3, 3, channels, count];
      layers.push({ name: `conv${b + 1}_${i + 1}`, kind: "convolution", shape: [side, side, count], weights });
      channels = count;
    });
    side /= 2;
    layers.push({ name: `pool${b + 1}`, kind: "pool", shape: [side, side, channels] });
  });
  [...hidden, classes].reduce(
    (below, width, i) => {
      layers.push({ name: `fc${6 + i}`, kind: "dense", shape: [width], weights: [below, width] });
      return width;
    },
    side * side * channels,
  );
  return layers;
}

function apply({ name, kind }: VggLayer, x: tf.Tensor, params: Params): tf.Tensor {
  if (kind === "pool") return tf.maxPool(x as tf.Tensor4D, 2, 2, "valid");
  const [w, b] = [params[`${name}.w`], params[`${name}.b`]];
  if (kind === "convolution") return convolution(x as tf.Tensor4D, { w: w as tf.Tensor4D, b: b as tf.Tensor1D });
  const [below] = w.shape;
  const sum = x
    .reshape<tf.Tensor2D>([-1, below])
    .matMul(w as tf.Tensor2D)
    .add(b);
  return name === "fc8" ? sum : sum.relu();
}

/** Convolutions and dense layers by their names; the first dense one reads an image. */
function torchOf(layers: readonly VggLayer[]): TorchModules {
  const modules = layers.flatMap(({ name, kind }, i) => {
    if (kind === "pool") return [];
    const [w, b] = [`${name}.w`, `${name}.b`];
    const image = layers[i - 1]?.shape;
    if (kind === "convolution") return [[name, convolutionModule(w, b)] as const];
    return [[name, linearModule(w, b, image.length === 3 ? { image } : {})] as const];
  });
  return Object.fromEntries(modules);
}

const shapesOf = ({ name, weights }: VggLayer): [string, readonly number[]][] =>
  weights
    ? [
        [`${name}.w`, weights],
        [`${name}.b`, weights.slice(-1)],
      ]
    : [];

const shapesOfAll = (layers: readonly VggLayer[]) => Object.fromEntries(layers.flatMap(shapesOf));

const fresh = (shapes: Vgg["shapes"], key: Key): Params =>
  Object.fromEntries(Object.entries(shapes).map(([param, shape]) => [param, initial(shape, fork(key, param))]));

function initial(shape: readonly number[], key: Key): tf.Tensor {
  if (shape.length === 1) return tf.zeros([...shape]);
  const fanIn = shape.slice(0, -1).reduce((a, b) => a * b);
  return normal(key, [...shape] as [number, number], Math.sqrt(2 / fanIn));
}
