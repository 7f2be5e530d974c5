import type { Params } from "../../../cells/cell";
import type { CellName } from "../../../cells/stackOf";
import type { Trained } from "../../../train/train";

export const recallDefaults = {
  cell: "vanilla" as CellName,
  hiddenSize: 32,
  batchSize: 16,
  /** Length of the window, with its state and without. */
  windowLength: 4,
  /** A longer one beside it, with its state: how far the network itself could remember. */
  longWindow: 16,
  /** Steps from the cue to the question, besides half the window, 1.5 and 2 times the window. */
  lags: [4],
  /** Symbols that each reader reads. */
  length: 6_000,
  learningRate: 0.01,
  clipNorm: 1,
  seeds: 5,
};
export interface RecallConfig extends Readonly<typeof recallDefaults> {}

export const recallPresets = {
  smoke: { hiddenSize: 12, lags: [3], length: 240, seeds: 2 },
  full: {
    hiddenSize: 128,
    windowLength: 8,
    longWindow: 32,
    lags: [6, 8, 10, 14, 20, 24],
    length: 400_000,
    learningRate: 0.002,
  },
} satisfies Record<string, Partial<RecallConfig>>;

export const windowKinds = ["carried", "emptied", "long"] as const;
export type WindowKind = (typeof windowKinds)[number];

export type RecallJob = Omit<RecallConfig, "seeds" | "lags" | "longWindow"> & {
  readonly kind: WindowKind;
  readonly lag: number;
  readonly seed: number;
};

export interface RecallModelResult {
  readonly seed: number;
  readonly kind: WindowKind;
  readonly lag: number;
  readonly ended: Trained<Params>["ended"];
  /** Share of right answers on streams that it has not seen; chance is one half. */
  readonly accuracy: number;
}

export interface RecallResult {
  readonly config: RecallConfig;
  readonly models: readonly RecallModelResult[];
}

/** The lags of which the claims speak: inside the window, somewhat longer, and much longer. */
export const claimedLags = (windowLength: number) => ({
  inside: Math.ceil(windowLength / 2),
  outside: Math.ceil(1.5 * windowLength),
  far: 2 * windowLength,
});

/**
 * The best accuracy without carried state: a question is answered where its cue stands in the same window, which is so for
 * 1 − lag/window of the places where a question can stand, and guessed elsewhere. Exact where lag + 1 and the window have no
 * common divisor, so that questions come at every place.
 */
export const emptiedCeiling = (windowLength: number, lag: number): number =>
  0.5 + 0.5 * Math.max(0, 1 - lag / windowLength);
