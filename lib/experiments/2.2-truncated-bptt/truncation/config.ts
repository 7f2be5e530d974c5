import type { Params } from "../../../cells/cell";
import type { CellName } from "../../../cells/stackOf";
import type { CurvePoint, HeldOutBits, TextTraining } from "../../../lab/textLearner";
import type { Trained } from "../../../train/trainOptions";

export const learningDefaults = {
  corpus: "moby-dick",
  /** "vanilla", "lstm" or "gru": each is judged alone. */
  cells: ["vanilla"] as CellName[],
  hiddenSize: 64,
  batchSize: 32,
  /** Lengths of the windows that slide over the text, with their state and without. */
  windows: [4, 16, 64],
  /** Updates by each of these windows: as many by a long one as by a short one. */
  steps: 400,
  /** Length of an excerpt: full BPTT reads it as one window, from an empty state. */
  excerpt: 256,
  /** How many excerpts each of `batchSize` readers reads by full BPTT. */
  excerpts: 48,
  /** Length of the window that slides over as much text as full BPTT reads. */
  raced: 16,
  /** Each method learns at the one that is best for it on a seed and a text that judge nothing; one alone is taken as it is. It falls in a line to zero. */
  learningRates: [0.008],
  clipNorm: 5,
  /** Points of a curve. */
  points: 8,
  /** On how many characters of the held-out text each reader's loss is measured before the last step. */
  heldOut: 512,
  seeds: 5,
};
export interface LearningConfig extends Readonly<typeof learningDefaults> {}

export const learningPresets = {
  smoke: {
    ...{ hiddenSize: 12, batchSize: 64, windows: [8], steps: 12, excerpt: 16, excerpts: 12, raced: 8 },
    ...{ points: 2, heldOut: 64, seeds: 2 },
  },
  lecture: {
    ...{ cells: ["vanilla", "gru", "lstm"], hiddenSize: 128, batchSize: 16, steps: 3_000 },
    ...{ excerpts: 732, learningRates: [0.002, 0.005, 0.012], points: 16, heldOut: 2048, seeds: 8 }, // 3 million characters by full BPTT
  },
  full: {
    ...{ cells: ["vanilla", "gru", "lstm"], hiddenSize: 256, windows: [4, 16, 64, 128], steps: 10_000 },
    ...{
      excerpt: 512,
      excerpts: 1_000,
      learningRates: [0.001, 0.002, 0.005, 0.012],
      points: 16,
      heldOut: 2048,
      seeds: 8,
    },
  },
} satisfies Record<string, Partial<LearningConfig>>;

/** One way to learn from the text: a window that slides, with its state or without; and, reading equally much, a window and full BPTT. */
export interface Method {
  readonly cell: CellName;
  readonly kind: "carried" | "emptied" | "raced" | "full";
  readonly windowLength: number;
  readonly steps: number;
}

export interface LearningJob extends TextTraining, Omit<Method, "steps"> {
  readonly corpus: string;
  readonly hiddenSize: number;
  readonly seed: number;
  /** Whether it chooses a rate, on the training text alone, and judges nothing. */
  readonly pilot: boolean;
}

export interface LearningModelResult extends Method {
  readonly learningRate: number;
  readonly seed: number;
  readonly ended: Trained<Params>["ended"];
  readonly curve: readonly CurvePoint[];
  /** Read with the state carried from window to window; null where training did not get to its end. */
  readonly carried: HeldOutBits | null;
  /** The same with the state emptied at each window, as the model without carried state has been trained. */
  readonly emptied: HeldOutBits | null;
}

export interface LearningResult {
  readonly config: LearningConfig;
  readonly models: readonly LearningModelResult[];
}
