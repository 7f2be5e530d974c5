import type { Params } from "../cells/cell";
import { convolutionModule, linearModule, type Weighted } from "../cells/torchModule";
import { expectForm, forms } from "../core/argumentForms";
import { expect } from "../core/errors";
import { fork, type Key, normal } from "../core/random";
import { tf } from "../core/tf";
import { type Backbone, expectImages, type NetworkPart } from "./backbone";
import { convolution } from "./convolution";

/** The layers of a network whose places know only what is there. */
export interface PlacesOptions {
  readonly name: string;
  /** The side of a picture: a power of two for each block must divide it. */
  readonly imageSize: number;
  /** How many filters each 3 × 3 convolution has, block by block; each block ends in the maximum of 2 × 2. */
  readonly blocks: readonly (readonly number[])[];
  /** The widths of the layers that each place has to itself. */
  readonly own: readonly number[];
  readonly classes: number;
  /** r: how near the pooling of a class's scores is to their maximum (large) or to their mean (near 0). By default 4. */
  readonly sharpness?: number;
}

/** A network without a layer that reads the whole picture. */
export interface PlacesNetwork extends Weighted {
  readonly name: string;
  readonly imageSize: number;
  readonly taps: Backbone["taps"];
  /** How many pixels a place sees on each side of its own square, of which there are √L × √L. */
  readonly margin: number;
  /** Fresh weights, N(0, 2/fan-in), and biases of 0; the caller disposes them. */
  init(key: Key): Params;
  /** Logits [N, classes] of pictures [N, S, S, 3], red, green and blue, 0 to 255, and the map [N, L, D]; dispose both. */
  forward(params: Params, images: tf.Tensor4D): { logits: tf.Tensor2D; places: tf.Tensor3D };
  /** The layers up to the map: all but the scores. */
  upTo(tap: "places"): NetworkPart;
}

const { fields, list, positive, size, text } = forms;
const form = fields(
  { name: text, imageSize: size, blocks: list(list(size, 1), 1), own: list(size), classes: size },
  { sharpness: positive },
);

/**
 * A network without layers that read the whole picture, so that what it knows of a place x_i is what is there. From x_i each class has
 * a score at each place, and the picture's is their smooth maximum:
 *   s_ic = x_i Wc + bc     s_c = (1/r) log (1/L Σ_i exp(r s_ic))     p = softmax(s)
 * It learns from a picture's label alone: where the thing is, nobody tells it.
 * Weights: `conv1.w`, `conv1.b`, … of the convolutions, `own1.w` …, `score.w` Wc [D, classes] and `score.b`.
 * @throws where a power of two for each block does not divide the side of a picture
 * @see Pinheiro & Collobert 2015 for the pooling; Oquab et al. 2015, Zhou et al. 2016
 */
export function placesNetwork(options: PlacesOptions): PlacesNetwork {
  expectForm("placesNetwork", form, options);
  const { name, imageSize, blocks, own, classes, sharpness: r = 4 } = options;
  const side = imageSize / 2 ** blocks.length;
  expect(
    Number.isInteger(side),
    () =>
      `placesNetwork: imageSize: a multiple of ${2 ** blocks.length}, two for each block, expected, got ${imageSize}`,
  );
  const L = side ** 2;
  const layers = layersOf(options);
  const D = layers[layers.length - 1].weights[0];
  const margin = blocks.reduce((sum, block, b) => sum + block.length * 2 ** b, 0);
  const of = (params: Params, layer: string) => ({
    w: params[`${layer}.w`] as tf.Tensor4D,
    b: params[`${layer}.b`] as tf.Tensor1D,
  });

  function map(params: Params, images: tf.Tensor4D): tf.Tensor2D {
    let x = images.div(127.5).sub(1) as tf.Tensor4D;
    let number = 0;
    for (const block of blocks) {
      for (const _ of block) x = convolution(x, of(params, `conv${++number}`));
      x = tf.maxPool(x, 2, 2, "valid");
    }
    let rows = x.reshape<tf.Tensor2D>([-1, x.shape[3]]);
    own.forEach((_, i) => {
      const { w, b } = of(params, `own${i + 1}`);
      rows = rows.matMul(w).add(b).relu() as tf.Tensor2D;
    });
    return rows;
  }

  return {
    ...{ name, imageSize, margin, taps: { places: [L, D] } },
    ...{ torch: torchOf(layers), init: (key) => fresh(layers, key) },
    forward: (params, images) =>
      tf.tidy(() => {
        expectImages(images, { name, imageSize });
        const rows = map(params, images);
        const { w, b } = of(params, "score");
        const scores = rows.matMul(w).add(b).reshape<tf.Tensor3D>([-1, L, classes]);
        const logits = scores.mul(r).logSumExp(1).sub(Math.log(L)).div(r) as tf.Tensor2D;
        return { logits, places: rows.reshape<tf.Tensor3D>([-1, L, D]) };
      }),
    upTo() {
      const part = layers.slice(0, -1);
      return {
        ...{
          shape: [L, D],
          names: part.flatMap(({ name: layer }) => [`${layer}.w`, `${layer}.b`]),
          torch: torchOf(part),
        },
        init: (key) => fresh(part, key),
        forward: (params, images) =>
          tf.tidy(() => {
            expectImages(images, { name, imageSize });
            return map(params, images).reshape<tf.Tensor3D>([-1, L, D]);
          }),
      };
    },
  };
}

interface PlacesLayer {
  readonly name: string;
  readonly weights: readonly number[];
}

const torchOf = (layers: readonly PlacesLayer[]): Weighted["torch"] =>
  Object.fromEntries(
    layers.map(({ name, weights }) => {
      const module = weights.length === 4 ? convolutionModule : linearModule;
      return [name, module(`${name}.w`, `${name}.b`)];
    }),
  );

const fresh = (layers: readonly PlacesLayer[], key: Key): Params =>
  Object.fromEntries(
    layers.flatMap(({ name, weights }) => {
      const fanIn = weights.slice(0, -1).reduce((a, b) => a * b);
      const std = Math.sqrt((name === "score" ? 1 : 2) / fanIn);
      const w = normal(fork(key, name), [...weights] as [number, number], std);
      return [
        [`${name}.w`, w],
        [`${name}.b`, tf.zeros(weights.slice(-1))],
      ];
    }),
  );

/** All that has weights, and their shapes. */
function layersOf({ blocks, own, classes }: PlacesOptions): PlacesLayer[] {
  const filters = [3, ...blocks.flat()];
  const widths = [filters[filters.length - 1], ...own];
  return [
    ...filters.slice(1).map((count, i) => ({ name: `conv${i + 1}`, weights: [3, 3, filters[i], count] })),
    ...own.map((width, i) => ({ name: `own${i + 1}`, weights: [widths[i], width] })),
    { name: "score", weights: [widths[widths.length - 1], classes] },
  ];
}

/**
 * For the scenes of 64 pixels: 8 × 8 places with 128 features each, which see a window of 22 pixels, about as large as a small
 * thing.
 */
export const placesMini = ({ imageSize = 64, classes }: { readonly imageSize?: number; readonly classes: number }) =>
  placesNetwork({ name: `places-mini-${imageSize}`, imageSize, blocks: [[16], [32], [64]], own: [128, 128], classes });
