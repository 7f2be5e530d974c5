import type { CellName } from "../../../cells/stackOf";
import type { Point } from "../../../lab/learn";
import type { Trial } from "../../../lab/trials";

export const datesDefaults = {
  cell: "lstm" as CellName,
  hiddenSize: 96,
  batchSize: 32,
  steps: 500,
  /** At the first step: it falls in a line to zero. */
  learningRate: 0.015,
  /** Steps between two points of the curve. */
  evaluateEvery: 100,
  /** Held-out days; each is translated from all formats. */
  heldOutDays: 50,
  seeds: 5,
};
export interface DatesConfig extends Readonly<typeof datesDefaults> {}

export const datesPresets = {
  smoke: { cell: "vanilla", hiddenSize: 24, batchSize: 32, steps: 40, evaluateEvery: 20, heldOutDays: 6, seeds: 2 },
  lecture: {
    ...{ hiddenSize: 128, batchSize: 64, steps: 2_000, learningRate: 0.006, evaluateEvery: 200 },
    ...{ heldOutDays: 250, seeds: 8 },
  },
  full: { hiddenSize: 256, steps: 6_000, learningRate: 0.002, evaluateEvery: 200, heldOutDays: 250, seeds: 10 },
} satisfies Record<string, Partial<DatesConfig>>;

export type DatesJob = Omit<DatesConfig, "seeds"> & { readonly seed: number };

/** On days that were never seen in any format. */
export type Translation = {
  /** Per target character, each given the true ones before it. */
  readonly nats: number;
  /** Share of the dates that are right in all ten characters, taking the likeliest character each time. */
  readonly right: number;
};

/** A date, what it is, and what the network made of it. */
export interface Translated {
  readonly source: string;
  readonly wanted: string;
  readonly written: string;
}

export interface DatesModel extends Trial {
  readonly curve: readonly Point<Translation>[];
  readonly final: Translation | null;
  /** Of the first model: one day in all formats. */
  readonly shown: readonly Translated[];
}

export interface DatesResult {
  readonly config: DatesConfig;
  /** The most that any synced wiring could translate, whatever its cell. */
  readonly inStepBound: number;
  readonly models: readonly DatesModel[];
}
