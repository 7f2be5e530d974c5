import type { CellName } from "../../../cells/stackOf";
import type { SeedResult, TextTraining } from "../../../lab/textLearner";

/** A model that is large for a text that is short. */
export const dropoutDefaults = {
  /** "moby-dick", "rxjs" (TypeScript), or the path of a UTF-8 text file. */
  corpus: "moby-dick",
  /** How much of the text is learnt from, its beginning. */
  trainCharacters: 20_000,
  cell: "vanilla" as CellName,
  layers: 2,
  hiddenSize: 128,
  /** Of what one layer hands to the next in training, so much is dropped. */
  rate: 0.5,
  /** Falls in a line to zero over the steps. */
  learningRate: 0.012,
  batchSize: 32,
  windowLength: 16,
  steps: 400,
  clipNorm: 5,
  /** Steps between two points of the loss curve. */
  evaluateEvery: 50,
  /** On how many windows of each of `batchSize` readers of the held-out text the loss is measured. */
  heldOutWindows: 20,
  /** Pairs of models, from the same weights and the same place in the text, with dropout and without. */
  seeds: 5,
};
export interface DropoutConfig extends Readonly<typeof dropoutDefaults> {}

export const dropoutPresets = {
  smoke: {
    trainCharacters: 600,
    hiddenSize: 24,
    batchSize: 8,
    windowLength: 8,
    steps: 20,
    evaluateEvery: 5,
    heldOutWindows: 2,
    seeds: 2,
  },
  full: {
    trainCharacters: 200_000,
    cell: "lstm",
    layers: 3,
    hiddenSize: 512,
    learningRate: 0.002,
    batchSize: 64,
    windowLength: 64,
    steps: 3_000,
    evaluateEvery: 150,
  },
} satisfies Record<string, Partial<DropoutConfig>>;

/** The models of all seeds with dropout, or those without it. */
export interface DropoutJob extends TextTraining {
  readonly corpus: string;
  readonly trainCharacters: number;
  readonly cell: CellName;
  readonly layers: number;
  readonly hiddenSize: number;
  /** 0 drops nothing. */
  readonly rate: number;
  readonly seeds: readonly number[];
}

export interface DropoutResult {
  readonly config: DropoutConfig;
  readonly without: readonly SeedResult[];
  readonly dropped: readonly SeedResult[];
}
