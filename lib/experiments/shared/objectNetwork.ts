import path from "node:path";
import type { Params } from "../../cells/cell";
import { compile } from "../../core/compile";
import { expect } from "../../core/errors";
import { cacheFolder } from "../../core/project";
import { fork, type Key, seed } from "../../core/random";
import { spareFolder } from "../../core/scratchFolder";
import { kept } from "../../core/sealed";
import { tf } from "../../core/tf";
import { draws } from "../../data/draws";
import { emoji } from "../../data/emoji";
import { type Pictures, renderScenes } from "../../data/sceneRender";
import { single } from "../../data/scenes";
import { type Sprites, sprites } from "../../data/sprites";
import { type Slot, slots } from "../../lab/kept";
import { type Backbone, backboneOf, type SeeingNetwork } from "../../models/backbone";
import { crossEntropy } from "../../models/crossEntropy";
import { placesMini } from "../../models/placesNetwork";
import { type VggMiniOptions, vggMini } from "../../models/vggNetworks";
import { loadWeights, saveWeights } from "../../models/weightsFile";
import { train } from "../../train/train";
import type { StepRow } from "../../train/trainOptions";

/** The small networks, and the rate at which each learns at first: one with layers that read the whole picture, one without. */
const smallNetworks = {
  vgg: { build: vggMini as (options: VggMiniOptions) => SeeingNetwork, learningRate: 0.002 },
  places: { build: placesMini as (options: VggMiniOptions) => SeeingNetwork, learningRate: 0.004 },
};
/** The name of one of them. */
export type SmallNetwork = keyof typeof smallNetworks;

/** How the small network is trained to recognise the artwork. */
export interface ObjectNetworkConfig {
  /** By default "vgg". */
  readonly network?: SmallNetwork;
  readonly imageSize: number;
  /** How many scenes with each picture alone it learns from. */
  readonly layouts: number;
  readonly steps: number;
  readonly batchSize: number;
  /** At first: it falls to zero in a line. */
  readonly learningRate: number;
  readonly seed: number;
}

export const objectNetworkDefaults: ObjectNetworkConfig = {
  imageSize: 64,
  layouts: 150,
  steps: 700,
  batchSize: 64,
  learningRate: smallNetworks.vgg.learningRate,
  seed: 1,
};

/** How one of them is trained where nothing else is said. */
export const objectNetworkConfig = (network: SmallNetwork): ObjectNetworkConfig => ({
  ...objectNetworkDefaults,
  ...{ network, learningRate: smallNetworks[network].learningRate },
});

export interface ObjectNetworkOptions extends Partial<ObjectNetworkConfig> {
  /** Where its weights are kept, by configuration and code; where that cannot be written, this process keeps them while it lives. */
  readonly folder?: string;
  readonly signal?: AbortSignal;
  readonly onStep?: (row: StepRow) => void;
}

/** The small network as a backbone, and how well it does what it was trained for. */
export type ObjectNetwork = Backbone & {
  /** Share of pictures recognised in layouts that it was not trained on: ten of each. The artwork is the same, for there is no other. */
  readonly accuracy: number;
};

/** The small network and its weights. */
export interface ObjectWeights {
  readonly model: SeeingNetwork;
  /** The caller disposes them. */
  readonly weights: Params;
  /** Of the file that holds them: one for each configuration and code. */
  readonly name: string;
  readonly accuracy: number;
}

/**
 * vggMini, or placesMini, trained to tell the single pictures of the emoji scenes apart wherever they stand, however large and
 * on whatever ground: about a minute on two cores, and kept in a file from then on.
 * @throws where training is stopped; the next call goes on from there
 */
export async function objectNetwork(options: ObjectNetworkOptions = {}): Promise<ObjectNetwork> {
  const { model, weights, name, accuracy } = await objectWeights(options);
  return { ...backboneOf(model, weights, name), accuracy };
}

/** The same as weights by their names. */
export async function objectWeights(options: ObjectNetworkOptions = {}): Promise<ObjectWeights> {
  const { folder = cacheFolder("weights"), signal, onStep, ...overrides } = options;
  const { build, learningRate } = smallNetworks[overrides.network ?? "vgg"];
  const config = { ...objectNetworkDefaults, learningRate, ...overrides };
  const model = build({ imageSize: config.imageSize, classes: emoji.length });
  const places = [folder, spareFolder(folder)].map((place) =>
    slots(place, { name: model.name, module: __filename, reads: [] })(config),
  );
  const fileOf = ({ stem }: Slot) => `${stem}.safetensors`;
  const holder = places.find((slot) => slot.load() !== undefined);
  const { accuracy, weights } = holder
    ? {
        ...holder.load<Pick<ObjectNetwork, "accuracy">>()!,
        weights: loadWeights(fileOf(holder), { model }).params as TrainedNetwork["weights"],
      }
    : await trainObjectNetwork(model, config, { file: fileOf(places[0]), signal, onStep });
  const notes = { accuracy: `${accuracy}`, config: JSON.stringify(config) };
  const keep = (slot: Slot) =>
    kept(() => saveWeights(fileOf(slot), { model, params: weights, notes })) &&
    slot.store({ accuracy }, [".safetensors"]);
  if (!holder) places.some(keep);
  return { model, weights, accuracy, name: path.basename(places[0].stem) };
}

interface TrainedNetwork {
  readonly accuracy: number;
  readonly weights: Record<string, tf.Tensor>;
}

type TrainingOptions = Pick<ObjectNetworkOptions, "signal" | "onStep"> & { readonly file: string };

async function trainObjectNetwork(
  model: SeeingNetwork,
  config: ObjectNetworkConfig,
  { file, signal, onStep }: TrainingOptions,
): Promise<TrainedNetwork> {
  const { imageSize, layouts, steps, learningRate } = config;
  const key = seed(config.seed);
  const drawn = await sprites();
  const pictures = objectPictures(fork(key, "train"), { layouts, drawn, imageSize });
  const params = model.init(fork(key, "params"));
  const trained = await train({
    params,
    loss: (weights, { images, classes }: ObjectBatch) => crossEntropy(model.forward(weights, images).logits, classes),
    batches: batches(pictures, fork(key, "batches"), config.batchSize),
    ...{ steps, shards: 2, signal, onStep },
    optimizer: { method: "adam", learningRate, decaySteps: steps },
    checkpoint: { file: `${file}.checkpoint`, every: 100 },
  });
  tf.dispose(params as tf.NamedTensorMap);
  try {
    const done = trained.history.length;
    expect(
      trained.ended === "finished",
      `training the object network: ${steps} steps expected, ${trained.ended} after ${done}`,
    );
    const others = objectPictures(fork(key, "held out"), { layouts: 10, drawn, imageSize });
    const logits = compile((weights: Params, images: tf.Tensor4D) => model.forward(weights, images).logits);
    const accuracy = accuracyOf((images) => logits(trained.params, images), others);
    logits.close();
    return { accuracy, weights: trained.params };
  } catch (error) {
    tf.dispose(trained.params as tf.NamedTensorMap);
    throw error;
  }
}

type ObjectBatch = { readonly images: tf.Tensor4D; readonly classes: tf.Tensor1D };

/** Every picture of the artwork alone in `layouts` scenes; the n-th shows picture n mod their number. */
function objectPictures(
  key: Key,
  { layouts, drawn, imageSize }: { layouts: number; drawn: Sprites; imageSize: number },
): Pictures {
  const scenes = Array.from({ length: layouts }, (_, i) =>
    emoji.map((picture) => single(fork(fork(key, picture.label), i), picture)),
  );
  return renderScenes(scenes.flat(), drawn, imageSize);
}

function batchOf({ pixels, shape: [, S] }: Pictures, numbers: readonly number[]): ObjectBatch {
  const size = S * S * 3;
  const values = new Float32Array(numbers.length * size);
  numbers.forEach((n, i) => {
    values.set(pixels.subarray(n * size, (n + 1) * size), i * size);
  });
  const classes = numbers.map((n) => n % emoji.length);
  return { images: tf.tensor4d(values, [numbers.length, S, S, 3]), classes: tf.tensor1d(classes, "int32") };
}

/** All of them in one order after the other, without end. */
function* batches(pictures: Pictures, key: Key, batchSize: number): Generator<ObjectBatch> {
  const all = Array.from({ length: pictures.shape[0] }, (_, n) => n);
  for (let epoch = 0; ; epoch++) {
    const order = draws(fork(key, epoch)).shuffled(all);
    for (let i = 0; i + batchSize <= order.length; i += batchSize)
      yield batchOf(pictures, order.slice(i, i + batchSize));
  }
}

function accuracyOf(logits: (images: tf.Tensor4D) => tf.Tensor2D, pictures: Pictures): number {
  const [count] = pictures.shape;
  let right = 0;
  for (let from = 0; from < count; from += emoji.length) {
    right += tf.tidy(() => {
      const { images, classes } = batchOf(
        pictures,
        Array.from({ length: emoji.length }, (_, i) => from + i),
      );
      return logits(images).argMax(1).equal(classes).sum().dataSync()[0];
    });
  }
  return right / count;
}
