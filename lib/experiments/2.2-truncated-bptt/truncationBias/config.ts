import type { Params } from "../../../cells/cell";
import type { CellName } from "../../../cells/stackOf";
import type { TextTraining } from "../../../lab/textLearner";
import type { Trained } from "../../../train/trainOptions";

export const biasDefaults = {
  /** "moby-dick", "rxjs" (TypeScript), or paths of text files. */
  corpora: ["moby-dick"],
  /** The cells whose gradients are compared. */
  cells: ["vanilla", "lstm"] as CellName[],
  hiddenSize: 64,
  /** Training between the measurements: windows of 64 with carried state. */
  batchSize: 32,
  windowLength: 64,
  /** The steps after which gradients are compared, besides at fresh weights; multiples of the first, but for the last, which ends training. */
  checkpoints: [100, 300],
  /** Each cell learns each text at the one that is best for it in a quarter of the steps, on a seed and a text that judge nothing; one alone is taken as it is. It falls in a line to zero. */
  learningRates: [0.008],
  clipNorm: 5,
  /** The gradient is that of the mean loss over this many characters of `readers` readers. */
  sequence: 256,
  /** Over how many readers the loss is a mean. */
  readers: 16,
  /** Windows into which the sequence is cut, besides 16, of which the claim speaks. */
  windows: [1, 4, 64],
  seeds: 5,
};
export interface BiasConfig extends Readonly<typeof biasDefaults> {}

export const biasPresets = {
  smoke: {
    ...{ hiddenSize: 8, batchSize: 8, windowLength: 8, checkpoints: [10, 20] },
    ...{ sequence: 32, readers: 4, windows: [4], seeds: 2 },
  },
  lecture: {
    ...{ corpora: ["moby-dick", "rxjs"], cells: ["vanilla", "gru", "lstm"], hiddenSize: 128, batchSize: 16 },
    ...{ checkpoints: [400, 2_000, 5_000], learningRates: [0.002, 0.005, 0.012], seeds: 8 }, // 0.4, 2 and 5 million characters
    windows: [1, 2, 4, 8, 32, 64],
  },
  full: {
    ...{ corpora: ["moby-dick", "rxjs"], cells: ["vanilla", "gru", "lstm"], hiddenSize: 256 },
    ...{ checkpoints: [200, 1_000, 5_000, 20_000], learningRates: [0.001, 0.002, 0.005], seeds: 8 },
    ...{ sequence: 512, windows: [1, 2, 4, 8, 32, 64, 128] },
  },
} satisfies Record<string, Partial<BiasConfig>>;

export interface BiasJob
  extends TextTraining,
    Pick<BiasConfig, "hiddenSize" | "checkpoints" | "sequence" | "readers" | "windows"> {
  readonly corpus: string;
  readonly cell: CellName;
  readonly seed: number;
  /** Whether it chooses a rate, on the training text alone, and compares no gradients. */
  readonly pilot: boolean;
}

/** The truncated gradient beside the full one. */
export interface Bias {
  readonly windowLength: number;
  readonly cosine: number;
  readonly normRatio: number;
}

/** The gradients after so many steps; 0 are the fresh weights. */
export interface BiasPoint {
  readonly step: number;
  readonly characters: number;
  readonly biases: readonly Bias[];
}

export interface BiasModelResult {
  readonly corpus: string;
  readonly cell: CellName;
  readonly learningRate: number;
  readonly seed: number;
  readonly ended: Trained<Params>["ended"];
  /** Bits per held-out character after the last step; null where training did not get there. */
  readonly heldOutBits: number | null;
  readonly points: readonly BiasPoint[];
}

export interface BiasResult {
  readonly config: BiasConfig;
  readonly models: readonly BiasModelResult[];
}

/** The window of which the claim speaks. */
export const claimedWindow = 16;
