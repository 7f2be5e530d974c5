import type { CellName } from "../../../cells/stackOf";

export const memoryDefaults = {
  /** The cells whose gradients are computed. */
  cells: ["vanilla", "gru", "lstm"] as CellName[],
  hiddenSize: 128,
  /** V: how many characters there are. */
  vocabSize: 64,
  batchSize: 16,
  /** Windows whose gradient is computed. */
  windows: [32, 64, 128, 256],
  /** Windows that are read one after the other; and four times as many, for a longer text. */
  steps: 2,
};
export interface MemoryConfig extends Readonly<typeof memoryDefaults> {}

export const memoryPresets = {
  smoke: { hiddenSize: 8, batchSize: 4, windows: [8, 16, 32] },
  full: { hiddenSize: 512, batchSize: 64, windows: [32, 64, 128, 256, 512] },
} satisfies Record<string, Partial<MemoryConfig>>;

export interface MemoryJob extends Omit<MemoryConfig, "cells" | "windows"> {
  readonly cell: CellName;
  readonly windowLength: number;
}

/** The most that is held at once, above the weights: exact, and the same on every machine. */
export interface Peak {
  readonly cell: CellName;
  readonly windowLength: number;
  /** While `steps` windows are read, in bytes. */
  readonly short: number;
  /** While four times as many are: the text is longer, the window is not. */
  readonly long: number;
  /** For the gradient through one window as a whole sequence: all that its steps compute is kept, … */
  readonly whole: number;
  /** … or √T of its states, from which the rest is computed again. */
  readonly remembered: number;
}

export interface MemoryResult {
  readonly config: MemoryConfig;
  /** What BPTT cannot do without, for each character of the window: h and the gradient of the logits, in bytes. */
  readonly leastBytes: number;
  readonly peaks: readonly Peak[];
}
