import type { LstmForm } from "../../../cells/lstmVariant";
import type { TriedRate } from "../../../lab/chosenRates";
import type { SeedResult, TextTraining } from "../../../lab/textLearner";

/** The LSTM beside cells that differ from it in one thing, on one text, all of as many units. */
export const variantsDefaults = {
  /** "moby-dick", "rxjs", or the path of a text file. */
  corpus: "moby-dick",
  hiddenSize: 48,
  batchSize: 32,
  windowLength: 16,
  steps: 200,
  /** At the first step, from where it falls in a line to zero. Of several each cell gets the one that suits it best. */
  learningRates: [0.02],
  clipNorm: 5,
  evaluateEvery: 100,
  heldOutWindows: 12,
  /** How many models of each cell, each from weights and from a place in the text of its own. */
  seeds: 4,
};
export interface VariantsConfig extends Readonly<typeof variantsDefaults> {}

export const variantsPresets = {
  smoke: {
    ...{ corpus: "LICENSE", hiddenSize: 8, batchSize: 4, windowLength: 4, steps: 4, evaluateEvery: 2 },
    ...{ heldOutWindows: 2, seeds: 2, learningRates: [0.01] },
  },
  // One million characters.
  lecture: {
    ...{ hiddenSize: 128, batchSize: 16, windowLength: 32, steps: 1_950, evaluateEvery: 390, seeds: 8 },
    learningRates: [0.005, 0.01, 0.02, 0.04],
  },
  full: {
    ...{ hiddenSize: 256, windowLength: 64, steps: 10_000, evaluateEvery: 1_000, seeds: 8 },
    learningRates: [0.001, 0.002, 0.004],
  },
} satisfies Record<string, Partial<VariantsConfig>>;

/** Which cell an arm's models have. */
export interface ArmCell {
  readonly cell: "lstm" | "gru" | "mgu";
  /** Of the LSTM; by default 1. */
  readonly forgetBias?: number;
  /** Of the LSTM; by default it is no variant. */
  readonly form?: LstmForm;
}

/** All that are compared, the LSTM first. */
export const cellArms = {
  LSTM: { cell: "lstm" },
  "forget bias 0": { cell: "lstm", forgetBias: 0 },
  "forget bias 2": { cell: "lstm", forgetBias: 2 },
  peepholes: { cell: "lstm", form: "peepholes" },
  "coupled gates": { cell: "lstm", form: "coupled gates" },
  "no input gate": { cell: "lstm", form: "no input gate" },
  "no forget gate": { cell: "lstm", form: "no forget gate" },
  "no output gate": { cell: "lstm", form: "no output gate" },
  "no input activation": { cell: "lstm", form: "no input activation" },
  "no output activation": { cell: "lstm", form: "no output activation" },
  GRU: { cell: "gru" },
  MGU: { cell: "mgu" },
} as const satisfies Record<string, ArmCell>;
export type VariantName = keyof typeof cellArms;
export const armNames = Object.keys(cellArms) as VariantName[];

/** The models of one arm, or some of them. */
export interface VariantsJob extends TextTraining, ArmCell {
  readonly corpus: string;
  readonly hiddenSize: number;
  readonly seeds: readonly number[];
}

export interface VariantsArm {
  readonly name: VariantName;
  readonly parameters: number;
  readonly learningRate: number;
  readonly models: readonly SeedResult[];
}

export interface VariantsResult {
  readonly config: VariantsConfig;
  /** Bits per character of who takes all V characters to be equally likely: log₂ V. */
  readonly chance: number;
  readonly arms: readonly VariantsArm[];
  /** By which the rates were chosen. */
  readonly tried: readonly TriedRate[];
}
