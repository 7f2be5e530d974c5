import type { CellName } from "../../../cells/stackOf";
import type { Point } from "../../../lab/learn";
import type { Trial } from "../../../lab/trials";

export const drawingDefaults = {
  cell: "gru" as CellName,
  hiddenSize: 64,
  /** Shades of grey, from white to black, that a pixel can have. */
  levels: 5,
  batchSize: 64,
  steps: 400,
  /** At the first step: it falls in a line to zero. */
  learningRate: 0.015,
  /** Steps between two points of the curve. */
  evaluateEvery: 100,
  /** How many digits of each class every model draws. */
  drawings: 20,
  /** How long the network that judges the drawings, a vanilla RNN of 48 units that reads rows, learns from real digits. */
  judgeSteps: 800,
  seeds: 5,
};
export interface DrawingConfig extends Readonly<typeof drawingDefaults> {}

export const drawingPresets = {
  smoke: { hiddenSize: 16, steps: 30, evaluateEvery: 10, drawings: 2, judgeSteps: 20, seeds: 2 },
  lecture: { hiddenSize: 128, steps: 2_500, learningRate: 0.008, drawings: 100, judgeSteps: 3_000, seeds: 8 },
  full: {
    hiddenSize: 256,
    steps: 6_000,
    learningRate: 0.002,
    evaluateEvery: 200,
    drawings: 100,
    judgeSteps: 3_000,
    seeds: 10,
  },
} satisfies Record<string, Partial<DrawingConfig>>;

export type DrawingJob = Omit<DrawingConfig, "seeds"> & { readonly seed: number };

/** Pixels row by row, 64 numbers below `levels`. */
export type Drawing = readonly number[];

/** −log₂ p of a held-out digit given its class. */
export type DrawingBits = { readonly heldOutBits: number };

/** What share of the digits a judge takes for what they are meant to be, part by part: each part has digits of all classes. */
export interface Recognised {
  readonly real: readonly number[];
  readonly drawn: readonly number[];
}

export interface DrawingModel extends Trial {
  readonly curve: readonly Point<DrawingBits>[];
  readonly final: DrawingBits | null;
  readonly recognised: Recognised | null;
  /** Of the first model: for each class some of its drawings, and of those without memory. */
  readonly shown: {
    readonly drawn: readonly (readonly Drawing[])[];
    readonly memoryless: readonly (readonly Drawing[])[];
  };
}

export interface DrawingResult {
  readonly config: DrawingConfig;
  /** The same bits, where each pixel depends on nothing but its place and the class. */
  readonly memorylessBits: number;
  /** For each class some held-out digits. */
  readonly real: readonly (readonly Drawing[])[];
  readonly models: readonly DrawingModel[];
}
