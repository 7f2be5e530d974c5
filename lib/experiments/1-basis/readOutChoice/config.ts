import type { CellName } from "../../../cells/stackOf";
import type { TriedRate } from "../../../lab/chosenRates";
import type { Point } from "../../../lab/learn";
import type { Trial } from "../../../lab/trials";
import type { Accuracy } from "../classifier";

export const readOutsDefaults = {
  cell: "vanilla" as CellName,
  /** Of the network that reads out the last h; the other has as many parameters. */
  hiddenSize: 48,
  /** Rows of other digits, drawn at random, that follow the eight rows of the digit. */
  distractors: 16,
  batchSize: 32,
  steps: 700,
  /** At the first step: it falls in a line to zero. Of several each kind of network gets the one that suits it best. */
  learningRates: [0.003],
  /** Steps between two points of the curve. */
  evaluateEvery: 70,
  seeds: 10,
};
export interface ReadOutsConfig extends Readonly<typeof readOutsDefaults> {}

export const readOutsPresets = {
  smoke: { hiddenSize: 16, distractors: 4, steps: 30, evaluateEvery: 10, seeds: 2, learningRates: [0.01] },
  lecture: { hiddenSize: 128, steps: 3_000, learningRates: [0.001, 0.003, 0.01], evaluateEvery: 300 },
  full: { hiddenSize: 128, distractors: 32, steps: 8_000, learningRates: [0.001], evaluateEvery: 250, seeds: 20 },
} satisfies Record<string, Partial<ReadOutsConfig>>;

/** What is read out of the states. */
export const compared = ["last", "all"] as const;
export type ComparedReadOut = (typeof compared)[number];

/**
 * From this share of the held-out digits on a network has learnt to name them: readers of the eight rows that do not keep their
 * order stay below it however long they train (73 % after 4,000 steps, measured in `digitRows`), guessing gives 10 %.
 */
export const learntFrom = 0.75;

export type ReadOutsJob = Omit<ReadOutsConfig, "seeds" | "learningRates"> & {
  readonly seed: number;
  readonly condition: ComparedReadOut;
  readonly learningRate: number;
};

export interface ReadOutsModel extends Trial {
  readonly condition: ComparedReadOut;
  readonly hiddenSize: number;
  readonly parameters: number;
  readonly learningRate: number;
  readonly curve: readonly Point<Accuracy>[];
  readonly final: Accuracy | null;
}

export interface ReadOutsResult {
  readonly config: ReadOutsConfig;
  readonly models: readonly ReadOutsModel[];
  /** By which the rates were chosen. */
  readonly tried: readonly TriedRate[];
  /** A sequence: all its rows, and the digit's label. */
  readonly example: { readonly label: number; readonly rows: readonly (readonly number[])[] };
}
