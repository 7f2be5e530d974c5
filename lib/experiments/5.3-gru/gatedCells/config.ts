import type { Params } from "../../../cells/cell";
import type { TriedRate } from "../../../lab/chosenRates";
import type { CurvePoint } from "../../../lab/textLearner";
import type { Trained } from "../../../train/trainOptions";
import type { UpdateAtWork, UpdateUnit } from "./updateGates";

/** What the claims of section 5.3 share: three kinds of network on two texts and on one task of a long lag. */
export const gruDefaults = {
  /** "moby-dick", "rxjs", or paths of text files; the gates are shown at work on the first. */
  corpora: ["moby-dick", "rxjs"],
  hiddenSize: 64,
  batchSize: 16,
  windowLength: 16,
  /** On a text, of the GRU; at equal multiply-adds the others make more or fewer. */
  steps: 300,
  /** On a text, at the first step; it falls in a line to zero. Of several each network gets the one that suits it best. */
  learningRates: [0.01, 0.03],
  clipNorm: 5,
  evaluateEvery: 100,
  heldOutWindows: 16,
  /** With fewer than six no exact test of the long lag decides. */
  seeds: 6,
  /** The long-lag task: one of so many symbols is asked for. */
  recallSymbols: 8,
  /** After so many distractors the symbol is asked for. */
  recallLag: 20,
  /** On the long-lag task, of the GRU. */
  recallSteps: 400,
  /** On the long-lag task, as `learningRates`. */
  recallLearningRates: [0.005, 0.01],
};
export interface GruConfig extends Readonly<typeof gruDefaults> {}

export const gruPresets = {
  smoke: {
    ...{ corpora: ["LICENSE"], hiddenSize: 12, batchSize: 4, windowLength: 4, steps: 3, evaluateEvery: 2 },
    ...{ heldOutWindows: 2, seeds: 2, recallSymbols: 2, recallLag: 2 },
    ...{ recallSteps: 3, learningRates: [0.01], recallLearningRates: [0.01] },
  },
  // Four million characters; ten seeds, for on the long-lag task it is all or nothing.
  lecture: {
    ...{ hiddenSize: 128, windowLength: 32, steps: 7_800, evaluateEvery: 600, heldOutWindows: 32, seeds: 10 },
    ...{ learningRates: [0.002, 0.005, 0.012], recallSteps: 2_000, recallLearningRates: [0.001, 0.003, 0.01] },
  },
  full: {
    ...{ hiddenSize: 256, batchSize: 32, windowLength: 64, steps: 20_000, evaluateEvery: 1_000, heldOutWindows: 32 },
    ...{ learningRates: [0.001, 0.002, 0.004], recallLag: 50, recallSteps: 5_000 },
  },
} satisfies Record<string, Partial<GruConfig>>;

/** All networks of one seed on one task. */
export type GruJob = Omit<GruConfig, "seeds" | "corpora" | "recallSteps" | "learningRates" | "recallLearningRates"> & {
  readonly seed: number;
  readonly task: string;
  /** Of each network, in the order of `arms`. */
  readonly rates: readonly number[];
};

export const networkKinds = ["RNN", "GRU", "LSTM"] as const;
export type NetworkKind = (typeof networkKinds)[number];

export interface Cost {
  readonly hiddenSize: number;
  readonly parameters: number;
  /** Of the matrix products, for one token, forward. */
  readonly multiplyAdds: number;
  /** Numbers carried from token to token. */
  readonly state: number;
  /** Held by tfjs at most for the loss and its gradient on one batch, above weights and batch. */
  readonly peakBytes: number;
}

/** What a network has had as much of as the GRU: units (and characters), parameters (and characters), or multiply-adds. */
export const equalities = ["units", "parameters", "multiply-adds"] as const;
export type Equality = (typeof equalities)[number];

/** The GRU, and the others in every setting. */
export const arms = [
  { kind: "GRU", match: "units" },
  ...equalities.flatMap((match) => (["RNN", "LSTM"] as const).map((kind) => ({ kind, match }))),
] as const satisfies readonly { readonly kind: NetworkKind; readonly match: Equality }[];

export interface GruModelResult {
  readonly kind: NetworkKind;
  readonly match: Equality;
  readonly seed: number;
  /** A text by its name, or "recall". */
  readonly task: string;
  readonly learningRate: number;
  readonly cost: Cost;
  readonly ended: Trained<Params>["ended"];
  readonly curve: readonly CurvePoint[];
  /** Of a GRU, on a text, trained to its end: each unit's update gate over held-out text; and the mean spread of fresh ones. */
  readonly units: readonly UpdateUnit[] | null;
  readonly freshSpread: number | null;
}

export interface GruResult {
  readonly config: GruConfig;
  readonly models: readonly GruModelResult[];
  /** By which the rates were chosen. */
  readonly tried: readonly TriedRate[];
  /** Of the GRU of the first seed on the first text. */
  readonly gates: UpdateAtWork | null;
}
