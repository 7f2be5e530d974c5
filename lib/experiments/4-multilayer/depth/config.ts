import type { CellName } from "../../../cells/stackOf";
import type { SeedResult, TextTraining } from "../../../lab/textLearner";

/** How the models of one depth are made as large as those of one layer: in each layer, or as a whole. */
export const regimes = ["equal hidden size", "equal parameters"] as const;
export type Regime = (typeof regimes)[number];

/** What the claims about the vanilla RNN's depth share. */
export const depthDefaults = {
  /** "moby-dick", "rxjs" (TypeScript), or paths of UTF-8 text files. */
  corpora: ["moby-dick", "rxjs"],
  cell: "vanilla" as CellName,
  /** 1 and the largest are what the claims compare those between them with. */
  depths: [1, 2, 3, 4, 5],
  /** The first is that of the learning curves, of the gradients, and of the verdict on how many layers are enough. */
  regimes: [...regimes] as Regime[],
  /** Of one layer, and at equal hidden size of every one. */
  hiddenSize: 64,
  /** Of one layer; L layers learn at a rate of an L-th of it. It falls in a line to zero over the steps. */
  learningRate: 0.04,
  batchSize: 32,
  windowLength: 16,
  steps: 350,
  clipNorm: 5,
  evaluateEvery: 70,
  heldOutWindows: 20,
  seeds: 5,
  /** In bits per character: what is gained with the deepest must be more than this, or it counts as nothing. */
  worth: 0.02,
};
export interface DepthConfig extends Readonly<typeof depthDefaults> {}

export const depthPresets = {
  smoke: {
    ...{ corpora: ["moby-dick"], depths: [1, 2, 3], hiddenSize: 12, batchSize: 8, windowLength: 8 },
    ...{ steps: 8, evaluateEvery: 4, heldOutWindows: 2, seeds: 2 },
  },
  full: {
    ...{ hiddenSize: 512, learningRate: 0.004, batchSize: 64, windowLength: 64 },
    ...{ steps: 20_000, evaluateEvery: 1_000, heldOutWindows: 24 },
  },
} satisfies Record<string, Partial<DepthConfig>>;

/** The same for the LSTM. One layer of 28 units has as many parameters as one of 64 units of the vanilla RNN. */
export const lstmDepthDefaults: DepthConfig = {
  ...depthDefaults,
  ...{ cell: "lstm", regimes: ["equal hidden size"], hiddenSize: 28, learningRate: 0.1, steps: 300, evaluateEvery: 60 },
};

export const lstmDepthPresets = {
  smoke: depthPresets.smoke,
  full: { ...depthPresets.full, regimes: [...regimes] as Regime[], learningRate: 0.008 },
} satisfies Record<string, Partial<DepthConfig>>;

/** Which models are trained for one depth. */
export interface DepthArm {
  readonly corpus: string;
  /** More than one where they agree, as they do for one layer. */
  readonly regimes: readonly Regime[];
  readonly layers: number;
  readonly hiddenSize: number;
  readonly parameters: number;
}

/** Norm of the gradient of each layer's recurrent weights, from the bottom. */
export type LayerNorms = readonly number[];

export interface DepthModel extends SeedResult {
  /** Before the first step and after the last; null where one is not a number. */
  readonly fresh: LayerNorms | null;
  readonly trained: LayerNorms | null;
}

export interface TrainedArm extends DepthArm {
  readonly models: readonly DepthModel[];
}

export interface DepthResult {
  readonly config: DepthConfig;
  readonly arms: readonly TrainedArm[];
}

/** One arm's models, or some of them, which share a compiled step and are trained in turn. */
export interface DepthJob extends TextTraining, Pick<DepthArm, "corpus" | "layers" | "hiddenSize"> {
  readonly cell: CellName;
  readonly seeds: readonly number[];
}
