import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { compile } from "../core/compile";
import { projectRoot } from "../core/project";
import { fork, seed } from "../core/random";
import { tf } from "../core/tf";
import { openFeatures, writeFeatures } from "../data/features/featureFile";
import { type Caption, sceneCaptions } from "../data/sceneCaptions";
import { renderScenes } from "../data/sceneRender";
import { type Scene, scenes } from "../data/scenes";
import { sprites } from "../data/sprites";
import { type WordVocabulary, wordVocabulary } from "../data/wordVocabulary";
import type { Backbone } from "../models/backbone";
import type { RunContext } from "../view/session";
import { type ObjectNetworkConfig, objectNetwork } from "./objectNetwork";
import { sourcesOf } from "./sources";

/** Which scenes there are, and what network looks at them. */
export interface SceneSetConfig {
  readonly trainScenes: number;
  readonly testScenes: number;
  /** Of the network's training; see `objectNetwork`. */
  readonly networkSteps: number;
  readonly layouts: number;
}

export interface CaptionedScene {
  readonly scene: Scene;
  /** Five different ones. */
  readonly captions: readonly Caption[];
}

export interface SceneSet {
  readonly train: readonly CaptionedScene[];
  /** Scenes whose pairs of things occur in no training scene. */
  readonly test: readonly CaptionedScene[];
  /** Of the training captions. */
  readonly vocabulary: WordVocabulary;
}

const parts = ["train", "test"] as const;
export type ScenePart = (typeof parts)[number];

function drawn({ trainScenes, testScenes }: SceneSetConfig): Record<ScenePart, Scene[]> {
  const key = seed(31);
  return {
    train: scenes(fork(key, "train"), trainScenes),
    test: scenes(fork(key, "test"), testScenes, { part: "heldOut" }),
  };
}

/** The same scenes and captions in every process: they are functions of the configuration. */
export function sceneSet(config: SceneSetConfig): SceneSet {
  const { train, test } = drawn(config);
  const captioned = (all: readonly Scene[], part: ScenePart) =>
    all.map((scene, i) => ({ scene, captions: sceneCaptions(scene, fork(fork(seed(32), part), i)) }));
  const learnt = captioned(train, "train");
  const sentences = learnt.flatMap(({ captions }) => captions.map(({ words }) => words));
  return {
    train: learnt,
    test: captioned(test, "test"),
    vocabulary: wordVocabulary(sentences, { minCount: 3 }),
  };
}

/** conv5_3 is a map, row by row L places of D features; fc7 a vector. */
export type Tap = "conv5_3" | "fc7";
const taps: readonly Tap[] = ["conv5_3", "fc7"];

const folder = path.join(projectRoot, ".cache", "features");
const fileOf = (name: string, tap: Tap): string => path.join(folder, `${name}-${tap}.features`);

/**
 * The features of every scene, from files that are written once for a network and a set of scenes: it trains the network
 * where that has not been done.
 * @returns the files' name, or undefined where the context's signal stopped it
 */
export async function sceneFeatures(
  config: SceneSetConfig,
  { signal, told }: { readonly signal?: AbortSignal; readonly told: (status: string) => void },
): Promise<string | undefined> {
  const { networkSteps: steps, layouts } = config;
  const network = await theNetwork({ steps, layouts }, { signal, told });
  if (!network) return undefined;
  try {
    const hash = createHash("sha256").update(`${config.trainScenes} ${config.testScenes}`);
    for (const file of sourcesOf(__filename)) hash.update("\0").update(readFileSync(file));
    const name = `scenes-${network.name}-${hash.digest("hex").slice(0, 16)}`;
    if (taps.some((tap) => !existsSync(fileOf(name, tap)))) {
      told("the network looks at the scenes");
      await writeSceneFeatures(network, name, drawn(config));
    }
    return name;
  } finally {
    network.dispose();
  }
}

type Watched = Pick<RunContext, "signal"> & { readonly told: (status: string) => void };

async function theNetwork(options: Pick<ObjectNetworkConfig, "steps" | "layouts">, { signal, told }: Watched) {
  try {
    const onStep = ({ step }: { step: number }) => told(`the network learns the artwork: step ${step}`);
    return await objectNetwork({ ...options, signal, onStep });
  } catch (error) {
    if (signal?.aborted) return undefined;
    throw error;
  }
}

const batchSize = 50;

async function writeSceneFeatures(network: Backbone, name: string, all: Record<ScenePart, Scene[]>): Promise<void> {
  const found = Object.fromEntries(taps.map((tap) => [tap, [] as { id: string; values: Float32Array }[]]));
  const look = compile((pictures: tf.Tensor4D) => network.extract(pictures));
  const artwork = await sprites();
  for (const part of parts) {
    for (let from = 0; from < all[part].length; from += batchSize) {
      const { pixels, shape } = renderScenes(all[part].slice(from, from + batchSize), artwork, network.imageSize);
      const pictures = tf.tensor4d(Float32Array.from(pixels), shape);
      const seen = look(pictures);
      for (const tap of taps) {
        const values = seen[tap].dataSync() as Float32Array;
        const size = values.length / shape[0];
        for (let i = 0; i < shape[0]; i++) {
          found[tap].push({ id: `${part} ${from + i}`, values: values.slice(i * size, (i + 1) * size) });
        }
      }
      tf.dispose([pictures, seen]);
    }
  }
  look.close();
  for (const tap of taps) {
    const kind = { backbone: network.name, tap, shape: network.taps[tap] };
    const features = found[tap].map((feature) => ({ ...feature, sha256: null }));
    await writeFeatures(fileOf(name, tap), kind, features);
  }
}

/** A part's features, scene by scene, from the files that `sceneFeatures` wrote; and the shape of one scene's. */
export function readSceneFeatures(
  name: string,
  tap: Tap,
  part: ScenePart,
): { readonly rows: Float32Array[]; readonly shape: readonly number[] } {
  const file = openFeatures(fileOf(name, tap));
  try {
    const ids = file.items.map(({ id }) => id).filter((id) => id.startsWith(part));
    return { rows: ids.map((id) => file.read(id)), shape: file.shape };
  } finally {
    file.close();
  }
}
