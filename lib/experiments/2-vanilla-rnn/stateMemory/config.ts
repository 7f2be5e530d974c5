import type { VarianceLeft } from "../../../analysis/contextVariance";
import type { Params } from "../../../cells/cell";
import type { Trained } from "../../../train/train";

export const stateDefaults = {
  /** "moby-dick", "rxjs", or the path of a UTF-8 text file. */
  corpus: "moby-dick",
  hiddenSize: 64,
  batchSize: 32,
  windowLength: 32,
  steps: 1_000,
  learningRate: 0.004,
  clipNorm: 5,
  evaluateEvery: 200,
  heldOutWindows: 12,
  /** Readers of the held-out text whose states are compared. */
  readers: 40,
  /** Characters that each reader reads. */
  readLength: 1_000,
  /** At most how many of the last characters are known. */
  longest: 6,
  /** Length of the passage in the figure. */
  passage: 64,
  seeds: 5,
};
export interface StateConfig extends Readonly<typeof stateDefaults> {}

export const statePresets = {
  smoke: {
    hiddenSize: 16,
    steps: 60,
    learningRate: 0.01,
    evaluateEvery: 30,
    heldOutWindows: 4,
    readers: 8,
    readLength: 300,
    longest: 3,
    seeds: 3,
  },
  full: { hiddenSize: 512, steps: 8_000, learningRate: 0.002 },
} satisfies Record<string, Partial<StateConfig>>;

export type StateJob = Omit<StateConfig, "seeds"> & { readonly seed: number };

/** A passage as one network reads it. */
export interface ReadPassage {
  readonly read: readonly string[];
  /** The character that it holds for likeliest after each. */
  readonly expected: readonly string[];
  /** A row a unit, the slowest first. */
  readonly units: readonly (readonly number[])[];
}

export interface StateModelResult {
  readonly seed: number;
  readonly ended: Trained<Params>["ended"];
  readonly heldOutBits: number | null;
  readonly fresh: readonly VarianceLeft[];
  readonly trained: readonly VarianceLeft[];
  readonly passage: ReadPassage | null;
}

export interface StateResult {
  readonly config: StateConfig;
  readonly models: readonly StateModelResult[];
}
