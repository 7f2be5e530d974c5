import type { CellName } from "../../../cells/stackOf";
import type { TriedRate } from "../../../lab/chosenRates";
import type { Point } from "../../../lab/learn";
import type { Trial } from "../../../lab/trials";
import type { Accuracy } from "../classifier";

export const rowsDefaults = {
  cell: "vanilla" as CellName,
  hiddenSize: 48,
  batchSize: 32,
  steps: 800,
  /** At the first step: it falls in a line to zero. Of several each kind of network gets the one that suits it best. */
  learningRates: [0.004],
  /** Steps between two points of the curve. */
  evaluateEvery: 100,
  /** How many models are trained of each kind, each from weights and with draws of its own. */
  seeds: 5,
};
export interface RowsConfig extends Readonly<typeof rowsDefaults> {}

export const rowsPresets = {
  smoke: { hiddenSize: 16, steps: 60, evaluateEvery: 20, seeds: 2, learningRates: [0.01] },
  lecture: { hiddenSize: 128, steps: 4_000, learningRates: [0.001, 0.003, 0.01], evaluateEvery: 200, seeds: 8 },
  full: { cell: "lstm", hiddenSize: 128, steps: 6_000, learningRates: [0.002], evaluateEvery: 200, seeds: 10 },
} satisfies Record<string, Partial<RowsConfig>>;

/** What reads the rows: the cell, its last h read out; all rows without memory, averaged; the last row alone. */
export const readers = ["recurrent", "rows without memory", "last row alone"] as const;
export type RowReader = (typeof readers)[number];

export type RowsJob = Omit<RowsConfig, "seeds" | "learningRates"> & {
  readonly seed: number;
  readonly condition: RowReader;
  readonly learningRate: number;
};

/** What the network thought of a digit after each of its rows. */
export interface DigitReading {
  readonly rows: readonly (readonly number[])[];
  readonly label: number;
  /** [8, 10] */
  readonly probs: readonly (readonly number[])[];
}

export interface RowsModel extends Trial {
  readonly condition: RowReader;
  readonly learningRate: number;
  readonly curve: readonly Point<Accuracy>[];
  readonly final: Accuracy | null;
  readonly hiddenSize: number;
  readonly parameters: number;
  /** Of the first recurrent model. */
  readonly readings: readonly DigitReading[];
}

export interface RowsResult {
  readonly config: RowsConfig;
  readonly heldOut: number;
  readonly models: readonly RowsModel[];
  /** By which the rates were chosen. */
  readonly tried: readonly TriedRate[];
}
