import type { Params } from "../../../cells/cell";
import type { CellName } from "../../../cells/stackOf";
import type { Trained } from "../../../train/trainOptions";

export const recallDefaults = {
  /** The first claim about carried state is about the vanilla RNN, the second about the others. */
  cells: ["vanilla", "lstm"] as CellName[],
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
  /** Each cell learns each lag through each window at the one that is best for it on a seed that judges nothing; one alone is taken as it is. It falls in a line to zero. */
  learningRates: [0.01],
  clipNorm: 1,
  seeds: 5,
};
export interface RecallConfig extends Readonly<typeof recallDefaults> {}

export const recallPresets = {
  smoke: { hiddenSize: 12, lags: [2], length: 120, seeds: 2 },
  lecture: {
    ...{ cells: ["vanilla", "gru", "lstm"], hiddenSize: 64, lags: [6], length: 60_000 },
    ...{ learningRates: [0.003, 0.01], seeds: 8 },
  },
  full: {
    ...{ cells: ["vanilla", "gru", "lstm"], hiddenSize: 128, windowLength: 8, longWindow: 32 },
    ...{ lags: [6, 8, 10, 14, 20, 24], length: 400_000, learningRates: [0.001, 0.002, 0.005], seeds: 8 },
  },
} satisfies Record<string, Partial<RecallConfig>>;

export const windowKinds = ["carried", "emptied", "long"] as const;
export type WindowKind = (typeof windowKinds)[number];

/** What is learnt, and how. */
export interface RecallArm {
  readonly cell: CellName;
  readonly kind: WindowKind;
  readonly lag: number;
}

export type RecallJob = Omit<RecallConfig, "cells" | "seeds" | "lags" | "longWindow" | "learningRates"> &
  RecallArm & {
    readonly learningRate: number;
    readonly seed: number;
  };

export interface RecallModelResult extends RecallArm {
  readonly learningRate: number;
  readonly seed: number;
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
