import type { CellName } from "../../../cells/stackOf";
import type { Point } from "../../../lab/learn";
import type { Trial } from "../../../lab/trials";
import type { ReadOut } from "../../../models/readOut";
import type { Accuracy } from "../classifier";

export const readOutsDefaults = {
  cell: "vanilla" as CellName,
  /** Of the network that reads out the last h; the others have as many parameters. */
  hiddenSize: 48,
  /** Rows of other digits, drawn at random, that stand before or after the eight rows of the digit. */
  distractors: 16,
  batchSize: 32,
  steps: 700,
  learningRate: 0.003,
  /** Steps between two points of the curve. */
  evaluateEvery: 70,
  seeds: 5,
};
export interface ReadOutsConfig extends Readonly<typeof readOutsDefaults> {}

export const readOutsPresets = {
  smoke: { hiddenSize: 16, distractors: 4, steps: 30, evaluateEvery: 10, seeds: 2, learningRate: 0.01 },
  full: { hiddenSize: 128, distractors: 32, steps: 8_000, learningRate: 0.001, evaluateEvery: 250, seeds: 10 },
} satisfies Record<string, Partial<ReadOutsConfig>>;

/** Where the digit stands among the distractors. */
export const evidences = ["early", "late"] as const;
export type Evidence = (typeof evidences)[number];

export type ReadOutsJob = Omit<ReadOutsConfig, "seeds"> & {
  readonly seed: number;
  readonly readOut: ReadOut;
  readonly evidence: Evidence;
};

export interface ReadOutsModel extends Trial {
  readonly readOut: ReadOut;
  readonly evidence: Evidence;
  readonly hiddenSize: number;
  readonly parameters: number;
  readonly curve: readonly Point<Accuracy>[];
  readonly final: Accuracy | null;
}

export interface ReadOutsResult {
  readonly config: ReadOutsConfig;
  readonly models: readonly ReadOutsModel[];
  /** Two sequences, one of each kind: all their rows, and the digit's label. */
  readonly examples: readonly {
    readonly evidence: Evidence;
    readonly label: number;
    readonly rows: readonly (readonly number[])[];
  }[];
}
