import type { Params } from "../../../cells/cell";
import type { TriedRate } from "../../../lab/chosenRates";
import type { CurvePoint, TextTraining } from "../../../lab/textLearner";
import type { Trained } from "../../../train/trainOptions";

/** What the claims of section 5.2 share: networks of each kind on one text, measured fresh and trained. */
export const lstmDefaults = {
  /** "moby-dick", "rxjs", or the path of a text file. */
  corpus: "moby-dick",
  hiddenSize: 64,
  batchSize: 16,
  windowLength: 50,
  steps: 1_200,
  /** At the first step, from where it falls in a line to zero. Of several each kind of network gets the one that suits it best. */
  learningRates: [0.01],
  clipNorm: 5,
  /** Steps between two points of the loss curve. */
  evaluateEvery: 300,
  /** After which steps, besides none and all, it is measured how much of the gradient is left. */
  measuredAt: [300],
  /** On how many windows of each of `batchSize` readers of the held-out text the loss is measured. */
  heldOutWindows: 12,
  /** How many networks of each kind, each from weights and from a place in the text of its own. */
  seeds: 5,
  /** Over how many characters gradients are followed back. */
  lag: 50,
  /** In how many held-out passages gradients are followed back. */
  passages: 32,
  /** Over how many characters products of Jacobians are formed, which cost more. */
  productLag: 30,
  /** In how many held-out passages products are formed. */
  productPassages: 2,
};
export interface LstmConfig extends Readonly<typeof lstmDefaults> {}

export const lstmPresets = {
  smoke: {
    corpus: "LICENSE",
    hiddenSize: 12,
    batchSize: 8,
    windowLength: 8,
    steps: 4,
    evaluateEvery: 2,
    measuredAt: [2],
    heldOutWindows: 2,
    seeds: 2,
    lag: 12,
    passages: 2,
    productLag: 10,
    productPassages: 1,
  },
  // Measured at 0, 0.4, 2 and 6 million characters.
  lecture: {
    ...{ hiddenSize: 128, windowLength: 64, steps: 6_000, learningRates: [0.003, 0.006, 0.012] },
    ...{ evaluateEvery: 400, measuredAt: [400, 2_000], seeds: 8 },
  },
  full: {
    hiddenSize: 256,
    learningRates: [0.002, 0.004, 0.008],
    batchSize: 32,
    windowLength: 100,
    steps: 10_000,
    evaluateEvery: 500,
    measuredAt: [500, 2_000],
    lag: 100,
    seeds: 5,
  },
} satisfies Record<string, Partial<LstmConfig>>;

/** The networks that are compared; the LSTMs by where the bias of their forget gates starts. */
export const variants = ["RNN", "GRU", "LSTM, bias 0", "LSTM, bias 1", "LSTM, bias 2"] as const;
export type Variant = (typeof variants)[number];

/** Where the forget biases of the LSTMs start. */
export const forgetBias: Readonly<Partial<Record<Variant, number>>> = {
  "LSTM, bias 0": 0,
  "LSTM, bias 1": 1,
  "LSTM, bias 2": 2,
};

/** One network's part of the work. */
export interface LstmJob extends Omit<LstmConfig, "seeds" | "learningRates">, TextTraining {
  readonly seed: number;
  readonly variant: Variant;
}

/** Norms of the four terms of ∂c_t/∂c_{t−1}: Frobenius, mean over steps and passages. */
export type TermNorms = Readonly<Record<"carry" | "forget" | "input" | "candidate", number>>;

/** What c_{T−k} does to c_T, at k − 1 for k = 1 …; means over passages. */
export interface ProductMeasures {
  readonly terms: TermNorms;
  /** log₁₀ of the Frobenius norm: of ∂c_T/∂c_{T−k}, of the product of four-term sums, and of ∏f. */
  readonly norms: Readonly<Record<"exact" | "sums" | "carry", readonly number[]>>;
  /** ‖product − exact‖ / ‖exact‖ of the other two. */
  readonly gaps: Readonly<Record<"sums" | "carry", readonly number[]>>;
}

/** One unit's gates over all held-out characters. */
export interface UnitGates {
  /** Shares of the values of each gate that are below 0.1 and above 0.9. */
  readonly saturation: Readonly<Record<"i" | "f" | "o", { readonly shut: number; readonly open: number }>>;
  /** Standard deviation of f over time, and its least and largest value. */
  readonly spread: number;
  readonly least: number;
  readonly most: number;
  /** Characters after which ∏f has fallen to 1/e: −1 / mean ln f. */
  readonly decayTime: number;
}

/** How much of the gradient is left, by lag. */
export interface GradientLeft {
  /** log₁₀ ‖∂L/∂s_{T−k}‖ / ‖∂L/∂s_T‖ of the whole state, for k = 0 … lag. */
  readonly gradient: readonly number[];
  /** Of an LSTM. */
  readonly cell: CellGradient | null;
}

/** log₁₀ ‖∂L/∂c_{T−k}‖ relative to k = 1, for k = 1 … lag; and the same if ∏f were the only way. */
export interface CellGradient {
  readonly gradient: readonly number[];
  readonly carried: readonly number[];
}

/** A network in one condition, fresh or trained. */
export interface LstmMeasures extends GradientLeft {
  readonly cell: CellMeasures | null;
}

export interface CellMeasures extends CellGradient {
  /** By how much the gradient should shrink a step, f + ρ: see `predictedFactor`. */
  readonly predicted: number;
  readonly products: ProductMeasures;
  readonly units: readonly UnitGates[];
}

/** `left` at the steps of `measuredAt`. */
export type LstmPoint = CurvePoint & { readonly left?: GradientLeft };

export interface LstmModelResult {
  readonly seed: number;
  readonly variant: Variant;
  readonly learningRate: number;
  readonly ended: Trained<Params>["ended"];
  readonly curve: readonly LstmPoint[];
  readonly heldOutBits: number | null;
  readonly fresh: LstmMeasures;
  /** Null where it was not trained to its end, or has no numbers left. */
  readonly trained: LstmMeasures | null;
}

/** Gates of some units of a trained network while it reads a passage. */
export interface GatesAtWork {
  readonly text: string;
  /** Their numbers, by decay time. */
  readonly units: readonly number[];
  /** A row a unit: the three gates, and tanh(c). */
  readonly rows: Readonly<Record<"f" | "i" | "o" | "c", readonly (readonly number[])[]>>;
}

export interface LstmResult {
  readonly config: LstmConfig;
  readonly models: readonly LstmModelResult[];
  /** By which the rates were chosen. */
  readonly tried: readonly TriedRate[];
  readonly gates: GatesAtWork | null;
}
