import type { Words } from "../../../analysis/captionMetrics/ngrams";
import { expect } from "../../../core/errors";
import type { CaptionedImage } from "../../../data/captions";
import { cocoCaptions, cocoSet } from "../../../data/cocoCaptions";
import { type DataSet, dataFolder } from "../../../data/dataFolder";
import { standardiser } from "../../../data/features/standardised";
import { flickr8k, flickr8kSet } from "../../../data/flickr8k";
import { karpathyFile } from "../../../data/karpathySplit";
import { captionWords } from "../../../data/ptbTokens";
import { type WordVocabulary, wordVocabulary } from "../../../data/wordVocabulary";
import type { PhotographConfig } from "./config";
import { photographFeatures } from "./photographFeatures";

/** A photograph that is there: its captions as words, and its vector [F] and map [L · D], standardised. */
export interface Photograph {
  readonly image: CaptionedImage;
  readonly captions: readonly Words[];
  readonly view: Float32Array;
  readonly map: Float32Array;
}

export interface Album {
  readonly backbone: string;
  readonly train: readonly Photograph[];
  readonly test: readonly Photograph[];
  readonly vocabulary: WordVocabulary;
  /** L and D of the maps. */
  readonly places: number;
  readonly featureSize: number;
}

interface PhotographSet {
  readonly about: DataSet;
  images(): AsyncIterable<CaptionedImage> | Iterable<CaptionedImage>;
  /** Of the official split, or where there is none. */
  isTest(image: CaptionedImage, i: number): boolean;
}

/** Sets of photographs with captions that a user may have. */
export const photographSets: Readonly<Record<string, PhotographSet>> = {
  flickr8k: {
    about: flickr8kSet,
    images: () => flickr8k(),
    isTest: ({ split }, i) => (split === null ? i % 8 === 0 : split === "test"),
  },
  coco: {
    about: cocoSet,
    *images() {
      // Its test captions are not public, so that its validation images are described; Karpathy's split has its own.
      const tested = karpathyFile(dataFolder(cocoSet), "coco") ? "test" : "val";
      for (const split of ["train", tested] as const) yield* cocoCaptions({ split });
    },
    isTest: ({ split }) => split !== "train",
  },
};

/**
 * Reads the set, as far as its photographs are there and the configuration wants them, and lets a network look at them.
 * Of a photograph that is damaged the captions are left out, too.
 */
export async function openAlbum(config: PhotographConfig, signal?: AbortSignal): Promise<Album> {
  const [learnt, tested] = await chosen(config);
  const { rows, vectorSize, ...about } = await photographFeatures([...learnt, ...tested], signal);
  const seen = (images: readonly CaptionedImage[]) =>
    images.flatMap((image) => (rows.has(image.id) ? [{ image, row: rows.get(image.id)! }] : []));
  const [trainSeen, testSeen] = enough(config, seen(learnt), seen(tested));
  const viewOf = (row: Float32Array) => row.subarray(0, vectorSize);
  const mapOf = (row: Float32Array) => row.subarray(vectorSize);
  const standardView = standardiser(trainSeen.map(({ row }) => viewOf(row)));
  const standardMap = standardiser(
    trainSeen.map(({ row }) => mapOf(row)),
    about.featureSize,
  );
  const opened = ({ image, row }: (typeof trainSeen)[number]): Photograph => ({
    image,
    captions: image.captions.map(captionWords),
    view: standardView(viewOf(row)),
    map: standardMap(mapOf(row)),
  });
  const train = trainSeen.map(opened);
  const sentences = train.flatMap(({ captions }) => captions);
  const vocabulary = wordVocabulary(sentences, { minCount: config.minCount });
  return { ...about, train, test: testSeen.map(opened), vocabulary };
}

async function chosen(config: PhotographConfig) {
  const { images, isTest } = photographSets[config.photographs];
  const { mostLearnt, mostTested } = config;
  const [learnt, tested]: CaptionedImage[][] = [[], []];
  let i = 0;
  for await (const image of images()) {
    if (image.file === null) continue;
    if (isTest(image, i++)) {
      if (tested.length < mostTested) tested.push(image);
    } else if (image.split !== "val" && learnt.length < mostLearnt) learnt.push(image);
  }
  return enough(config, learnt, tested);
}

/** What is there to learn from and to describe. @throws where that is too little */
function enough<T>({ photographs }: PhotographConfig, learnt: T[], tested: T[]): [T[], T[]] {
  const { about } = photographSets[photographs];
  const counts = `${learnt.length} to learn from and ${tested.length} to describe`;
  expect(
    learnt.length > 0 && tested.length > 1,
    `${process.env[about.variable]}: photographs of ${about.name} beside their captions expected, got ${counts}`,
  );
  return [learnt, tested];
}
