import type { Params } from "../../cells/cell";
import type { Trained } from "../../train/train";
import type { CurvePoint } from "../textLearner";

/** What the claims of section 5.3 share: four kinds of network on two texts and on one task of a long lag. */
export const gruDefaults = {
  /** "moby-dick", "rxjs", or paths of UTF-8 text files; the gates are shown at work on the first. */
  corpora: ["moby-dick", "rxjs"],
  hiddenSize: 64,
  batchSize: 16,
  windowLength: 16,
  /** Of every network but the vanilla RNN, which goes on until it has cost as many multiply-adds as the GRU. */
  steps: 500,
  /** On texts, of RNN, GRU, GRU with the reset after, and LSTM: each its own, chosen on a seed that no verdict counts. */
  learningRates: [0.01, 0.02, 0.02, 0.03],
  clipNorm: 5,
  /** Steps between two points of the loss curve. */
  evaluateEvery: 100,
  /** On how many windows of each of `batchSize` readers of the held-out text the loss is measured. */
  heldOutWindows: 16,
  seeds: 10,
  /** The long-lag task: one of so many symbols is asked for. */
  recallSymbols: 8,
  /** After so many distractors the symbol is asked for. */
  recallLag: 20,
  /** Of each kind on the long-lag task, in the order of `learningRates`. */
  recallLearningRates: [0.01, 0.01, 0.01, 0.005],
};
export type GruConfig = typeof gruDefaults;

export const gruPresets = {
  smoke: {
    corpora: ["LICENSE"],
    hiddenSize: 12,
    batchSize: 4,
    windowLength: 4,
    steps: 3,
    evaluateEvery: 2,
    heldOutWindows: 2,
    seeds: 2,
    recallSymbols: 2,
    recallLag: 2,
  },
  full: {
    hiddenSize: 256,
    batchSize: 32,
    windowLength: 64,
    steps: 20_000,
    learningRates: [0.002, 0.002, 0.002, 0.002],
    evaluateEvery: 1_000,
    heldOutWindows: 32,
    recallLag: 50,
  },
} satisfies Record<string, Partial<GruConfig>>;

export const kinds = ["RNN", "GRU", "GRU, reset after", "LSTM"] as const;
export type Kind = (typeof kinds)[number];

/** "size": as many units as the GRU; "parameters": as many numbers in the weights. The GRU itself is both. */
export type Match = "size" | "parameters";

/** The tasks: the texts by their names, and this one. */
export const recall = "recall";

/** All networks of one seed on one task; they take turns, so that what slows the machine slows all of them. */
export type GruJob = Omit<GruConfig, "seeds" | "corpora"> & { readonly seed: number; readonly task: string };

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

export interface GruModelResult {
  readonly seed: number;
  readonly task: string;
  readonly kind: Kind;
  readonly match: Match;
  readonly cost: Cost;
  readonly ended: Trained<Params>["ended"];
  readonly curve: readonly CurvePoint[];
  /** Of a GRU with the reset before, on a text, trained to its end: each unit's update gate over held-out text. */
  readonly units: readonly UpdateUnit[] | null;
}

export interface UpdateUnit {
  readonly spread: number;
  /** Shares of the time that z is below 0.1 (takes the new) and above 0.9 (keeps the old). */
  readonly shut: number;
  readonly open: number;
  /** Characters after which ∏z has fallen to 1/e: −1 / mean ln z. */
  readonly decayTime: number;
}

/** The update gate of some units of a trained GRU while it reads; and for one unit what h is made of. */
export interface UpdateAtWork {
  readonly text: string;
  readonly units: readonly number[];
  /** z, a row a unit. */
  readonly z: readonly (readonly number[])[];
  /** Of the unit that is `unit`: z ⊙ h, (1 − z) ⊙ n, and their sum. */
  readonly unit: number;
  readonly old: readonly number[];
  readonly fresh: readonly number[];
  readonly h: readonly number[];
}

export interface GruResult {
  readonly config: GruConfig;
  readonly models: readonly GruModelResult[];
  readonly gates: UpdateAtWork | null;
  readonly seconds: number;
}
