import { tmpdir } from "node:os";
import path from "node:path";
import { compile } from "../../core/compile";
import { expect, LabError } from "../../core/errors";
import { cacheFolder } from "../../core/project";
import { spareFolder } from "../../core/scratchFolder";
import { notKept } from "../../core/sealed";
import { tf } from "../../core/tf";
import { nextTurn } from "../../core/turn";
import { type Feature, type FeatureFile, openFeatures, sizeOf, writeFeatures } from "../../data/features/featureFile";
import { codeKey } from "../../lab/codeReached";
import { type Slot, slots } from "../../lab/kept";
import { loadKeptAlone } from "../../lab/keptFile";
import type { RunContext } from "../../lab/session";
import type { Backbone } from "../../models/backbone";
import { type ObjectNetwork, objectNetwork, type SmallNetwork } from "./objectNetwork";

/** Which network looks: as `objectNetwork` is told. */
export interface NetworkConfig {
  readonly imageSize: number;
  readonly networkLayouts: number;
  readonly networkSteps: number;
  readonly network?: SmallNetwork;
}

/** A picture that features are computed of, [S, S, 3]. */
export interface Shot {
  readonly id: string;
  readonly pixels: ArrayLike<number>;
}

export interface Recipe<Q> {
  /** All that the pictures and questions are made from, besides the code in `file`. */
  readonly config: object;
  readonly file: string;
  /** The shape of a picture's features, and what they are, from the network's taps. */
  shapeOf(network: ObjectNetwork): readonly number[];
  featuresOf(taps: Record<string, tf.Tensor>): tf.Tensor;
  /** The pictures, and the questions about them as plain data; asked for only where they are not kept. */
  make(): Promise<{ shots: Iterable<Shot>; questions: Q }>;
}

export interface Prepared {
  /** In the lab's cache, or a whole path where that cannot be written; without the ending of the features or of the questions. */
  readonly name: string;
  /** The network's, and how well it does on single things. */
  readonly taps: Backbone["taps"];
  readonly accuracy: number;
}

const folder = cacheFolder("features");
const pathOf = (name: string): string => path.resolve(folder, name);

/**
 * Pictures and questions that all jobs share, computed once before they start: the network is trained where it is not
 * kept, and its features are written to a file, kept by configuration, network and code.
 * @returns undefined where it was stopped
 */
export async function prepare<Q>(
  network: NetworkConfig,
  recipe: Recipe<Q>,
  {
    signal,
    progress,
    listing,
    total,
  }: Pick<RunContext, "signal" | "progress" | "listing"> & { readonly total: number },
): Promise<Prepared | undefined> {
  if (listing) return { name: "not made", taps: {}, accuracy: 0 };
  const tell = (status: string) => progress?.({ done: 0, total, unit: "steps", status });
  try {
    const { imageSize, networkLayouts: layouts, networkSteps: steps, network: kind } = network;
    const onStep = ({ step }: { step: number }) => tell(`first the object network learns: step ${step} of ${steps}`);
    const looking = await objectNetwork({ ...(kind && { network: kind }), imageSize, layouts, steps, signal, onStep });
    try {
      const shape = recipe.shapeOf(looking);
      const places = [folder, spareFolder(folder)].map((place) => slotOf(place, looking, recipe));
      const make = ({ stem }: Slot) => compute(stem, looking, { recipe, shape, signal, tell });
      const slot = places.find((place) => place.load() !== undefined) ?? (await firstKept(places, make));
      const { taps, accuracy } = looking;
      const name = path.relative(folder, slot.stem);
      return signal?.aborted ? undefined : { name: name.startsWith("..") ? slot.stem : name, taps, accuracy };
    } finally {
      looking.dispose();
    }
  } catch (error) {
    if (signal?.aborted && error instanceof LabError) return undefined;
    throw error;
  }
}

const slotOf = <Q>(place: string, { name: network }: ObjectNetwork, { config, file: module }: Recipe<Q>): Slot =>
  slots(place, { name: "features", module, reads: [] })({ network, config, maker: codeKey(__filename) });

/** Makes it in the first of the places that can be written. */
async function firstKept(places: readonly Slot[], make: (slot: Slot) => Promise<unknown>): Promise<Slot> {
  for (const slot of places) {
    const questions = await make(slot).catch(notKept);
    if (questions !== false && slot.store(questions, [".features"])) return slot;
  }
  throw new LabError(`room for the features of the pictures expected, in ${folder} or in ${tmpdir()}`);
}

/** Where they lie: who runs a job elsewhere is sent them. */
export const preparedFiles = ({ name }: Pick<Prepared, "name">): string[] =>
  [".features", ".json"].map((ending) => `${pathOf(name)}${ending}`);

interface Computing<Q> {
  readonly recipe: Recipe<Q>;
  readonly shape: readonly number[];
  readonly signal?: AbortSignal;
  readonly tell: (status: string) => void;
}

/** Writes the features, and returns the questions, which are kept last: where they are, all is there. */
async function compute<Q>(
  file: string,
  network: ObjectNetwork,
  { recipe, shape, signal, tell }: Computing<Q>,
): Promise<Q> {
  const { shots, questions } = await recipe.make();
  const extract = compile((images: tf.Tensor4D) => recipe.featuresOf(network.extract(images)));
  async function* features(): AsyncGenerator<Feature> {
    let done = 0;
    for (const batch of batches(shots, 50)) {
      if (signal?.aborted) throw new LabError("features of all pictures expected, got a stop");
      const values = look(extract, batch, network.imageSize);
      for (const [i, { id }] of batch.entries()) yield { id, sha256: null, values: values[i] };
      done += batch.length;
      tell(`looking at the pictures: ${done}`);
      await nextTurn();
    }
  }
  try {
    await writeFeatures(`${file}.features`, { backbone: network.name, tap: "as the recipe says", shape }, features());
  } finally {
    extract.close();
  }
  return questions;
}

function look(extract: (images: tf.Tensor4D) => tf.Tensor, shots: readonly Shot[], S: number): Float32Array[] {
  const pixels = new Float32Array(shots.length * S * S * 3);
  shots.forEach((shot, i) => {
    pixels.set(shot.pixels, i * S * S * 3);
  });
  return tf.tidy(() => {
    const found = extract(tf.tensor4d(pixels, [shots.length, S, S, 3]));
    const [values, size] = [found.dataSync() as Float32Array, found.size / shots.length];
    return shots.map((_, i) => values.slice(i * size, (i + 1) * size));
  });
}

function* batches<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length === size) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** @throws where they are not there any more */
export function questionsOf<Q>({ name }: Pick<Prepared, "name">): Q {
  const questions = loadKeptAlone<Q>(pathOf(name));
  expect(questions !== undefined, () => `${pathOf(name)}.json: kept questions expected, got none`);
  return questions;
}

/** The features of some pictures. */
export interface FeatureTable {
  readonly size: number;
  /** One picture's. */
  row(id: string): Float32Array;
}

/**
 * The features of those pictures that `wanted` names, each column block divided by its root mean square, so that they come
 * in with the variance that fresh weights are made for.
 * @param blocks how many columns each has; by default all are one
 */
export function featureTable(
  { name }: Pick<Prepared, "name">,
  wanted: (id: string) => boolean,
  blocks?: readonly number[],
): FeatureTable {
  const file: FeatureFile = openFeatures(`${pathOf(name)}.features`);
  try {
    const size = sizeOf(file.shape);
    const rows = new Map(file.items.filter(({ id }) => wanted(id)).map(({ id }) => [id, file.read(id)]));
    let from = 0;
    for (const width of blocks ?? [size]) {
      const parts = [...rows.values()].map((row) => row.subarray(from, from + width));
      scaleToOne(parts);
      from += width;
    }
    return { size, row: (id) => rows.get(id)! };
  } finally {
    file.close();
  }
}

function scaleToOne(parts: readonly Float32Array[]): void {
  const squares = parts.reduce((sum, part) => sum + part.reduce((own, value) => own + value * value, 0), 0);
  const scale = 1 / (Math.sqrt(squares / (parts.length * parts[0].length)) || 1);
  for (const part of parts) for (let i = 0; i < part.length; i++) part[i] *= scale;
}
