import type { CaptionScores } from "../../../analysis/captionMetrics/captionScores";
import type { Params } from "../../../cells/cell";
import type { CellName } from "../../../cells/stackOf";
import type { Point } from "../../../lab/learn";
import type { Trained } from "../../../train/trainOptions";

export const photographDefaults = {
  /** "flickr8k" or "coco". */
  photographs: "flickr8k",
  /** At most so many photographs are learnt from. */
  mostLearnt: 6_000,
  /** At most so many are described. */
  mostTested: 1_000,
  cell: "gru" as CellName,
  hiddenSize: 128,
  embeddingSize: 64,
  /** Of the captioner with attention. */
  attentionSize: 64,
  batchSize: 64,
  steps: 400,
  learningRate: 0.005,
  /** Rarer words are unknown. */
  minCount: 5,
  /** Of a caption, at most so many words are learnt and written. */
  maxWords: 16,
  beamWidth: 3,
  evaluateEvery: 50,
  seeds: 5,
  /** How many are shown with their captions. */
  shownPhotographs: 9,
};
export interface PhotographConfig extends Readonly<typeof photographDefaults> {}

/** What a captioner is given of a photograph: its vector v, or the map of places, at which attention looks before each word. */
export const photographReadings = ["v", "attention"] as const;
export type PhotographReading = (typeof photographReadings)[number];

export interface ShownCaption {
  readonly caption: string;
  /** With attention: α [L] before each word. */
  readonly looks: readonly (readonly number[])[];
}

export interface PhotographModel {
  readonly reads: PhotographReading;
  readonly seed: number;
  readonly ended: Trained<Params>["ended"];
  readonly curve: readonly Point<object>[];
  /** Of the test photographs' captions, and of captions written from another photograph's vector or map. */
  readonly scores: { readonly own: CaptionScores; readonly shuffled: CaptionScores } | null;
  /** Of the first seed: what it writes of the photographs that are shown. */
  readonly shown: readonly ShownCaption[];
}

export interface PhotographResult {
  readonly config: PhotographConfig;
  /** Null where no folder is named. */
  readonly backbone: string | null;
  readonly counts: { readonly train: number; readonly test: number; readonly vocabSize: number } | null;
  readonly baselines: readonly { readonly name: string; readonly scores: CaptionScores }[];
  readonly models: readonly PhotographModel[];
  readonly shown: readonly {
    /** Red, green and blue of [side, side, 3], base64. */
    readonly pixels: string;
    readonly side: number;
    readonly reference: string;
    readonly neighbour: string;
  }[];
}
