import { fork, seed } from "../../core/random";
import { tf } from "../../core/tf";
import { type Caption, sceneCaptions } from "../../data/sceneCaptions";
import { renderScenes } from "../../data/sceneRender";
import { type Scene, scenes } from "../../data/scenes";
import { sprites } from "../../data/sprites";
import { type WordVocabulary, wordVocabulary } from "../../data/wordVocabulary";
import type { SmallNetwork } from "./objectNetwork";
import { featureTable, type NetworkConfig, type Prepared, prepare, type Recipe } from "./preparedFeatures";

/** Which scenes there are, and what network looks at them. */
export interface CaptionedScenesConfig extends NetworkConfig {
  readonly trainScenes: number;
  readonly testScenes: number;
}

export interface CaptionedScene {
  readonly scene: Scene;
  /** Five different ones. */
  readonly captions: readonly Caption[];
}

export interface CaptionedScenes {
  readonly train: readonly CaptionedScene[];
  /** Scenes whose pairs of things occur in no training scene. */
  readonly test: readonly CaptionedScene[];
  /** Of the training captions. */
  readonly vocabulary: WordVocabulary;
}

const parts = ["train", "test"] as const;
export type ScenePart = (typeof parts)[number];

function drawn({ trainScenes, testScenes }: CaptionedScenesConfig): Record<ScenePart, Scene[]> {
  const key = seed(31);
  return {
    train: scenes(fork(key, "train"), trainScenes),
    // Not those that the settings were chosen by.
    test: scenes(fork(key, "verdict"), testScenes, { part: "heldOut" }),
  };
}

/** The same scenes and captions in every process: they are functions of the configuration. */
export function captionedScenes(config: CaptionedScenesConfig): CaptionedScenes {
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

/**
 * What is kept of a scene, and of which network: the map [L, D] of the network whose places see only themselves; or of the small VGG two
 * vectors, fc7 [F] and the mean over its places of pool4 [D], one after the other.
 */
export const sights = {
  vectors: {
    network: "vgg",
    shapeOf: ({ pool4: [, D], fc7: [F] }) => [F + D],
    featuresOf: ({ pool4, fc7 }) => tf.concat([fc7, pool4.mean(1)], 1),
  },
  places: { network: "places", shapeOf: ({ places }) => places, featuresOf: ({ places }) => places },
} satisfies Record<
  string,
  {
    network: SmallNetwork;
    shapeOf: (taps: Prepared["taps"]) => readonly number[];
    featuresOf: Recipe<null>["featuresOf"];
  }
>;
export type Sight = keyof typeof sights;

/**
 * The features of every scene, computed once for a network and a set of scenes; the network is trained where it is not kept.
 * @returns undefined where the context's signal stopped it
 */
export function prepareScenes(
  config: CaptionedScenesConfig,
  sight: Sight,
  context: Parameters<typeof prepare>[2],
): Promise<Prepared | undefined> {
  const { imageSize, trainScenes, testScenes } = config;
  const { network, shapeOf, featuresOf } = sights[sight];
  const recipe: Recipe<null> = {
    ...{ config: { imageSize, trainScenes, testScenes, sight }, file: __filename, featuresOf },
    shapeOf: ({ taps }) => shapeOf(taps),
    async make() {
      const [artwork, all] = [await sprites(), drawn(config)];
      function* shots() {
        for (const part of parts) {
          for (const [i, scene] of all[part].entries()) {
            yield { id: `${part} ${i}`, pixels: renderScenes([scene], artwork, imageSize).pixels };
          }
        }
      }
      return { shots: shots(), questions: null };
    },
  };
  return prepare({ ...config, network }, recipe, context);
}

/** A part's features, scene by scene. */
export function sceneFeatures({ trainScenes, testScenes, prepared }: PreparedScenes, part: ScenePart): Float32Array[] {
  const table = featureTable(prepared, (id) => id.startsWith(part));
  return Array.from({ length: { train: trainScenes, test: testScenes }[part] }, (_, i) => table.row(`${part} ${i}`));
}

export type PreparedScenes = CaptionedScenesConfig & { readonly prepared: Prepared };
