import type { CaptionScores } from "../../../analysis/captionMetrics/captionScores";
import type { CellName } from "../../../cells/stackOf";
import type { Trial } from "../../../lab/trials";
import type { Reading } from "../../../models/captioner";
import type { PreparedScenes } from "../../shared/captionedScenes";
import { objectNetworkDefaults } from "../../shared/objectNetwork";

export const captioningDefaults = {
  trainScenes: 8_000,
  testScenes: 200,
  imageSize: objectNetworkDefaults.imageSize,
  networkLayouts: objectNetworkDefaults.layouts,
  networkSteps: objectNetworkDefaults.steps,
  hiddenSize: 128,
  embeddingSize: 64,
  batchSize: 64,
  steps: 600,
  /** At first; it falls to zero in a line. */
  learningRate: 0.008,
  /** Longer captions are not learnt from. */
  maxWords: 14,
  /** Of the beam search, which compares captions by their log-probability per word. */
  beamWidth: 5,
  /** Steps between two points of the curve. */
  evaluateEvery: 100,
  seeds: 5,
};
export interface CaptioningConfig extends Readonly<typeof captioningDefaults> {}

export const captioningPresets = {
  smoke: {
    ...{ trainScenes: 60, testScenes: 10, networkSteps: 4, networkLayouts: 2, imageSize: 32 },
    ...{ hiddenSize: 12, embeddingSize: 8, batchSize: 8, steps: 12, evaluateEvery: 6, beamWidth: 2, seeds: 2 },
  },
  lecture: { testScenes: 500, steps: 4_000, evaluateEvery: 400, seeds: 8 },
  full: {
    ...{ trainScenes: 30_000, testScenes: 1_000, networkSteps: 3_000, networkLayouts: 600, hiddenSize: 384 },
    ...{ embeddingSize: 128, steps: 12_000, learningRate: 0.002, evaluateEvery: 500, seeds: 10 },
  },
} satisfies Record<string, Partial<CaptioningConfig>>;

/** The picture's vector v: fc7, or the mean over the places of the map pool4. */
export type View = "fc7" | "mean of pool4";

/** What is compared: which cell, which v, and when it is read. */
export interface CaptionArm {
  readonly name: string;
  readonly cell: CellName;
  readonly view: View;
  readonly reading: Reading;
}

const arm = (name: string, cell: CellName, rest: Partial<CaptionArm> = {}): CaptionArm => ({
  ...{ name, cell, view: "fc7", reading: "every step" },
  ...rest,
});

/** The one that the claims begin with; the others differ from it in one thing. */
export const standard = arm("GRU", "gru");
export const meanView = arm("GRU, mean of pool4", "gru", { view: "mean of pool4" });
export const readFirst = arm("GRU, v in h_0", "gru", { reading: "first" });
export const cells = [arm("RNN", "vanilla"), arm("LSTM", "lstm"), standard] as const;
export const captionArms: readonly CaptionArm[] = [standard, meanView, readFirst, cells[1], cells[0]];

/** One arm's models, or some of them, which share a compiled step and are trained in turn. */
export type CaptioningJob = Omit<CaptioningConfig, "seeds"> &
  PreparedScenes & { readonly seeds: readonly number[]; readonly arm: CaptionArm };

/** How a caption came about: decoded in one of three ways, or greedily from another picture's v or from none. */
export const ways = ["greedy", "sampled", "beam", "shuffled", "zero"] as const;
export type WritingWay = (typeof ways)[number];

/** Of the things that are named, how many are in the picture; and of those in it, how many are named. */
export interface NounScores {
  readonly precision: number;
  readonly recall: number;
}
export type Scores = CaptionScores & NounScores;
export const metrics = ["bleu1", "bleu2", "bleu3", "bleu4", "rougeL", "ciderD", "precision", "recall"] as const;
export type Metric = (typeof metrics)[number];

export interface CaptionPoint {
  readonly step: number;
  /** Mean over the steps since the point before. */
  readonly trainNats: number;
  /** Per word of the test captions, each given the true ones before it. */
  readonly testNats: number;
}

/** Which of the things named first, second and third are in the picture, given the true words before, or its own. */
export interface ByPlace {
  readonly forced: readonly number[];
  readonly free: readonly number[];
}

export interface CaptioningModel extends Trial {
  readonly curve: readonly CaptionPoint[];
  /** `testNats`, `forced` and `free` (the precision of nouns), and each way's score by each metric: "greedy ciderD". */
  readonly final: Readonly<Record<string, number>> | null;
  readonly byPlace: ByPlace | null;
  /** Greedy captions of the first test scenes, of the first seed. */
  readonly shown: readonly string[];
}

export interface DescribedScene {
  /** Red, green and blue of [side, side, 3], base64. */
  readonly pixels: string;
  readonly side: number;
  readonly reference: string;
}

export interface CaptioningResult {
  readonly config: CaptioningConfig;
  readonly vocabSize: number;
  /** What needs no captioner: a person's caption of the nearest training scene, and one more of the scene itself. */
  readonly baselines: readonly { readonly name: string; readonly scores: Scores }[];
  readonly models: readonly CaptioningModel[];
  readonly scenes: readonly DescribedScene[];
}

/** How many test scenes are shown. */
export const describedScenes = 6;
