import type { CellName } from "../../../cells/stackOf";
import type { SeedResult, TextTraining } from "../../../lab/textLearner";

/** A model that is large for a text that is short. */
export const dropoutDefaults = {
  /** "moby-dick", "rxjs" (TypeScript), or the path of a text file. */
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
  /** Pairs of models, from the same weights and the same place in the text, with dropout and without. */
  seeds: 5,
};
export interface DropoutConfig extends Readonly<typeof dropoutDefaults> {}

export const dropoutPresets = {
  smoke: {
    corpus: "LICENSE",
    trainCharacters: 600,
    hiddenSize: 24,
    batchSize: 8,
    windowLength: 8,
    steps: 20,
    evaluateEvery: 5,
    seeds: 2,
  },
  // Three million characters: the text is read fifteen times.
  lecture: {
    ...{
      trainCharacters: 200_000,
      cell: "lstm",
      hiddenSize: 256,
      learningRate: 0.005,
      batchSize: 16,
      windowLength: 32,
    },
    ...{ steps: 5_900, evaluateEvery: 420, seeds: 8 },
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
export interface DropoutJob extends Omit<TextTraining, "heldOutWindows"> {
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
