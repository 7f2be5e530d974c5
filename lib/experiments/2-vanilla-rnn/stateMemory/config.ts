import type { VarianceLeft } from "../../../analysis/contextVariance";
import type { Params } from "../../../cells/cell";
import type { Trained } from "../../../train/trainOptions";

export const stateDefaults = {
  /** "moby-dick", "rxjs", or the path of a text file. */
  corpus: "moby-dick",
  hiddenSize: 64,
  batchSize: 32,
  windowLength: 32,
  steps: 1_000,
  /** At the first step: it falls in a line to zero. */
  learningRate: 0.004,
  clipNorm: 5,
  evaluateEvery: 200,
  heldOutWindows: 12,
  /** Readers of the held-out text whose states are compared; how much the readers differ is the noise of the text. */
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
  lecture: {
    ...{ hiddenSize: 128, batchSize: 16, steps: 10_000, learningRate: 0.003, evaluateEvery: 1_000 },
    // 120 × 1,013: all of the 121,604 held-out characters.
    ...{ readers: 120, readLength: 1_013, seeds: 8 },
  },
  full: { hiddenSize: 512, steps: 8_000, learningRate: 0.002 },
} satisfies Record<string, Partial<StateConfig>>;

/** How the one-hot characters come in before training: x Wx has this variance. The claim is judged on the first. */
export const stateStarts = ["1", "1/V"] as const;
export type Start = (typeof stateStarts)[number];

export type StateJob = Omit<StateConfig, "seeds"> & { readonly seed: number; readonly start: Start };

/** How much of the state the last characters leave open. */
export interface PastInState {
  readonly all: readonly VarianceLeft[];
  /** The share that is left once the current character is known, reader by reader. */
  readonly byReader: readonly number[];
}

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
  readonly start: Start;
  readonly ended: Trained<Params>["ended"];
  readonly heldOutBits: number | null;
  /** Of the weights that training begins with, and of those that it ends with. */
  readonly fresh: PastInState | null;
  readonly trained: PastInState | null;
  readonly passage: ReadPassage | null;
}

export interface StateResult {
  readonly config: StateConfig;
  readonly models: readonly StateModelResult[];
}
