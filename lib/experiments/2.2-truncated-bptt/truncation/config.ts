import type { Params } from "../../../cells/cell";
import type { CellName } from "../../../cells/stackOf";
import type { CurvePoint } from "../../../lab/textLearner";
import type { Trained } from "../../../train/train";

export const learningDefaults = {
  /** "moby-dick", "rxjs", or the path of a UTF-8 text file. */
  corpus: "moby-dick",
  cell: "vanilla" as CellName,
  hiddenSize: 64,
  batchSize: 32,
  /** Lengths of the windows that slide over the text, with their state and without. */
  windows: [4, 16, 64],
  /** Length of an excerpt: full BPTT reads it as one window, from an empty state. */
  excerpt: 256,
  /** How many excerpts each of `batchSize` readers reads: the same text for all, in the same order. */
  excerpts: 24,
  learningRate: 0.004,
  /** Learning rates for full BPTT, which takes fewest steps; the better one counts. */
  fullRates: [0.004, 0.012],
  clipNorm: 5,
  /** Points of a curve. */
  points: 8,
  /** Held-out characters that each reader reads. */
  heldOut: 512,
  seeds: 5,
};
export interface LearningConfig extends Readonly<typeof learningDefaults> {}

export const learningPresets = {
  smoke: {
    hiddenSize: 12,
    batchSize: 8,
    windows: [8],
    excerpt: 16,
    excerpts: 12,
    fullRates: [0.004],
    points: 2,
    heldOut: 64,
    seeds: 2,
  },
  full: { cell: "lstm", hiddenSize: 256, windows: [4, 16, 64, 128], excerpt: 512, excerpts: 256, points: 16 },
} satisfies Record<string, Partial<LearningConfig>>;

/** One way to learn from the text: a window that slides, with its state or without, or full BPTT. */
export interface Method {
  readonly kind: "carried" | "emptied" | "full";
  readonly windowLength: number;
  readonly learningRate: number;
}

export type LearningJob = Omit<LearningConfig, "seeds" | "windows" | "fullRates"> & Method & { readonly seed: number };

export interface LearningModelResult extends Method {
  readonly seed: number;
  readonly ended: Trained<Params>["ended"];
  readonly curve: readonly CurvePoint[];
  /** Bits per held-out character, the state carried from window to window. */
  readonly carriedBits: number | null;
  /** The same with the state emptied at each window, as the model without carried state has been trained. */
  readonly emptiedBits: number | null;
}

export interface LearningResult {
  readonly config: LearningConfig;
  readonly models: readonly LearningModelResult[];
}
