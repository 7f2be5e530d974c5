import type { CurvePoint } from "../../../lab/textLearner";

/** What a step of training costs: a GRU and an LSTM of equal size take turns on one core. */
export const costDefaults = {
  corpus: "moby-dick",
  /** Units of both; the claim is about those of 128 and more, or about the largest where none is. */
  hiddenSizes: [32, 64, 128],
  batchSize: 16,
  windowLength: 32,
  steps: 60,
  /** Steps of a stretch whose time is taken; the fastest counts, for in others the machine was shared. */
  evaluateEvery: 10,
  learningRate: 0.003,
  clipNorm: 5,
  seeds: 5,
};
export interface CostConfig extends Readonly<typeof costDefaults> {}

export const costPresets = {
  smoke: {
    ...{ corpus: "LICENSE", hiddenSizes: [8, 12], batchSize: 4, windowLength: 4 },
    ...{ steps: 6, evaluateEvery: 2, seeds: 2 },
  },
  lecture: { hiddenSizes: [32, 64, 128, 256], steps: 200, evaluateEvery: 20, seeds: 8 },
  full: { hiddenSizes: [64, 128, 256, 512, 1024], steps: 200, evaluateEvery: 20, seeds: 8 },
} satisfies Record<string, Partial<CostConfig>>;

export const costKinds = ["GRU", "LSTM"] as const;
export type CostKind = (typeof costKinds)[number];

export type CostJob = Omit<CostConfig, "seeds" | "hiddenSizes"> & {
  readonly seed: number;
  readonly hiddenSize: number;
};

export interface CostOfSize {
  readonly seed: number;
  readonly hiddenSize: number;
  readonly curves: Readonly<Record<CostKind, readonly CurvePoint[]>>;
  /** Of the matrix products, for one character, forward. */
  readonly multiplyAdds: Readonly<Record<CostKind, number>>;
}

export interface CostResult {
  readonly config: CostConfig;
  /** Those that were not stopped. */
  readonly pairs: readonly CostOfSize[];
}
