import type { Params } from "../../../cells/cell";
import type { Trained } from "../../../train/train";

export const biasDefaults = {
  corpus: "moby-dick",
  /** The cells whose gradients are compared. */
  cells: ["vanilla", "lstm"],
  hiddenSize: 64,
  /** Training between the two measurements: windows of 64 with carried state. */
  batchSize: 32,
  windowLength: 64,
  steps: 200,
  learningRate: 0.006,
  clipNorm: 5,
  /** The gradient is that of the mean loss over this many characters of `readers` readers. */
  sequence: 256,
  /** Over how many readers the loss is a mean. */
  readers: 16,
  /** Windows into which the sequence is cut, besides 16, of which the claim speaks. */
  windows: [1, 2, 4, 8, 32, 64],
  seeds: 5,
};
export interface BiasConfig extends Readonly<typeof biasDefaults> {}

export const biasPresets = {
  smoke: { hiddenSize: 8, batchSize: 8, windowLength: 8, steps: 20, sequence: 32, readers: 4, windows: [4], seeds: 2 },
  full: { hiddenSize: 256, steps: 3_000, learningRate: 0.002, sequence: 512 },
} satisfies Record<string, Partial<BiasConfig>>;

export type BiasJob = Omit<BiasConfig, "seeds" | "cells"> & { readonly cell: string; readonly seed: number };

/** The truncated gradient beside the full one. */
export interface Bias {
  readonly windowLength: number;
  readonly cosine: number;
  readonly normRatio: number;
}

export interface BiasModelResult {
  readonly seed: number;
  readonly cell: string;
  readonly ended: Trained<Params>["ended"];
  readonly fresh: readonly Bias[];
  readonly trained: readonly Bias[];
}

export interface BiasResult {
  readonly config: BiasConfig;
  readonly models: readonly BiasModelResult[];
}

/** The window of which the claim speaks. */
export const claimedWindow = 16;
