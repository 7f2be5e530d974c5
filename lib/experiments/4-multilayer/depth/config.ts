import type { Wiring } from "../../../cells/spec";
import type { CellName } from "../../../cells/stackOf";
import type { TriedRate } from "../../../lab/chosenRates";
import type { SeedResult, TextTraining } from "../../../lab/textLearner";

/**
 * How the models of one depth are made as large as those of one layer: in each layer, or as a whole. And of equal hidden size
 * with what the field adds so that depth pays, at every other depth.
 */
export const regimes = ["equal hidden size", "equal parameters", "residual", "residual and layer norm"] as const;
export type Regime = (typeof regimes)[number];

/** What the claims about the vanilla RNN's depth share. */
export const depthDefaults = {
  /** "moby-dick", "rxjs" (TypeScript), or paths of text files. */
  corpora: ["moby-dick", "rxjs"],
  cell: "vanilla" as CellName,
  /** 1 and the largest are what the claims compare those between them with. */
  depths: [1, 2, 3, 4, 5],
  /** The first is that of the learning curves, of the gradients, and of the verdict on how many layers are enough. */
  regimes: ["equal hidden size", "equal parameters"] as Regime[],
  /** Of one layer, and at equal hidden size of every one. */
  hiddenSize: 64,
  /** At the first step; it falls in a line to zero. Of several each depth gets, on each text and in each regime, the one that suits it best. */
  learningRates: [0.01, 0.03],
  batchSize: 32,
  windowLength: 16,
  steps: 350,
  clipNorm: 5,
  evaluateEvery: 70,
  heldOutWindows: 20,
  seeds: 4,
};
export interface DepthConfig extends Readonly<typeof depthDefaults> {}

export const depthPresets = {
  smoke: {
    ...{ corpora: ["LICENSE"], depths: [1, 2, 3], hiddenSize: 12, batchSize: 4, windowLength: 4 },
    ...{ steps: 8, evaluateEvery: 4, heldOutWindows: 2, seeds: 2 },
    learningRates: [0.01],
  },
  // Five million characters.
  lecture: {
    ...{ hiddenSize: 128, windowLength: 32, steps: 4_900, evaluateEvery: 350, seeds: 8 },
    ...{ regimes: [...regimes] as Regime[], learningRates: [0.001, 0.003, 0.008] },
  },
  full: {
    ...{
      hiddenSize: 512,
      learningRates: [0.001, 0.002, 0.004],
      regimes: [...regimes] as Regime[],
      batchSize: 64,
      windowLength: 64,
    },
    // 65 million characters: more, and a job of five layers would take more than four hours of a core.
    ...{ steps: 16_000, evaluateEvery: 1_000, heldOutWindows: 24 },
  },
} satisfies Record<string, Partial<DepthConfig>>;

/** The same for the LSTM. One layer of 28 units has as many parameters as one of 64 units of the vanilla RNN. */
export const lstmDepthDefaults: DepthConfig = {
  ...depthDefaults,
  ...{
    cell: "lstm",
    regimes: ["equal hidden size"],
    hiddenSize: 28,
    learningRates: [0.02, 0.06],
    steps: 300,
    evaluateEvery: 60,
  },
};

export const lstmDepthPresets = {
  smoke: depthPresets.smoke,
  // Three million characters.
  lecture: {
    ...{ ...depthPresets.lecture, batchSize: 16, steps: 5_900, evaluateEvery: 420 },
    learningRates: [0.003, 0.006, 0.012],
  },
  full: {
    ...{ ...depthPresets.full, learningRates: [0.001, 0.002, 0.004] },
    // 16 million characters. In as many as the RNN's a job of five layers would take 9 to 15 hours of a core; so 2.3 to 4.
    ...{ steps: 4_000, evaluateEvery: 200 },
  },
} satisfies Record<string, Partial<DepthConfig>>;

/** Which models are trained for one depth. */
export interface DepthArm {
  readonly corpus: string;
  /** More than one where they agree, as they do for one layer. */
  readonly regimes: readonly Regime[];
  readonly layers: number;
  readonly hiddenSize: number;
  readonly parameters: number;
  readonly wiring: Wiring;
}

/** Norm of the gradient of each layer's recurrent weights, from the bottom. */
export type LayerNorms = readonly number[];

export interface DepthModel extends SeedResult {
  /** Before the first step and after the last; null where one is not a number. */
  readonly fresh: LayerNorms | null;
  readonly trained: LayerNorms | null;
}

export interface TrainedArm extends DepthArm {
  readonly learningRate: number;
  readonly models: readonly DepthModel[];
}

export interface DepthResult {
  readonly config: DepthConfig;
  readonly arms: readonly TrainedArm[];
  /** By which the rates were chosen. */
  readonly tried: readonly TriedRate[];
}

/** One arm's models, or some of them, which share a compiled step and are trained in turn. */
export interface DepthJob extends TextTraining, Wiring, Pick<DepthArm, "corpus" | "layers" | "hiddenSize"> {
  readonly cell: CellName;
  readonly seeds: readonly number[];
}
