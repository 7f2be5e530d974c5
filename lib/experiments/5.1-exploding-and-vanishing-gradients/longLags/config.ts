import type { Decades } from "../../../analysis/gradientDecades";
import type { Cell, CellOptions } from "../../../cells/cell";
import { gru } from "../../../cells/gru";
import { lstm } from "../../../cells/lstm";
import { vanilla } from "../../../cells/vanilla";
import type { LongLagTaskName } from "../../../data/longLag";
import type { TriedRate } from "../../../lab/chosenRates";

/** What the claims about long lags share. */
export const longLagDefaults = {
  /** temporalOrder, adding, copyMemory */
  tasks: ["temporalOrder"] as LongLagTaskName[],
  /** Shortest first: a longer one is tried only after the shorter was learnt. */
  lags: [10, 20, 40, 80],
  /** Which networks are compared. */
  arms: ["rnn", "rnnUnclipped", "orthogonal", "irnn", "identity", "relu", "lstm", "gru"] as ArmName[],
  hiddenSize: 32,
  batchSize: 32,
  /** At most; training ends sooner where the task is learnt. */
  steps: 500,
  /** At the first step, from where it falls in a line to zero. Of several each arm gets, on each task, the one that suits it best. */
  learningRates: [0.005],
  clipNorm: 1,
  /** With fewer than six no exact test decides. */
  seeds: 6,
};
export interface LongLagConfig extends Readonly<typeof longLagDefaults> {}

export const longLagPresets = {
  smoke: {
    tasks: ["temporalOrder"],
    arms: ["rnn", "rnnUnclipped", "orthogonal", "irnn", "identity", "relu"],
    lags: [6, 12],
    hiddenSize: 12,
    batchSize: 16,
    steps: 40,
    learningRates: [0.01],
    seeds: 3,
  },
  // Ten seeds, for learnt or not is all or nothing. Plain gradient descent beside Adam, which divides a long gradient by its own length.
  lecture: {
    ...{ tasks: ["temporalOrder", "adding"], hiddenSize: 64, steps: 5_000, seeds: 10 },
    ...{ arms: [...longLagDefaults.arms, "sgd", "sgdUnclipped"], learningRates: [0.001, 0.004, 0.016, 0.064] },
  },
  full: {
    tasks: ["temporalOrder", "adding", "copyMemory"],
    lags: [10, 20, 40, 60, 80, 100, 150, 200],
    hiddenSize: 128,
    batchSize: 64,
    steps: 20_000,
    learningRates: [0.0005, 0.001, 0.002],
  },
} satisfies Record<string, Partial<LongLagConfig>>;

/** Copy memory: ten of eight symbols are eighty directions, and a linear network needs a unit for each. */
export const copyDefaults: LongLagConfig = {
  ...longLagDefaults,
  ...{ tasks: ["copyMemory"], arms: ["linear", "linearOrthogonal"], lags: [10, 20, 40], hiddenSize: 100 },
  ...{ steps: 400, learningRates: [0.001] },
};

const alsoCopying: readonly ArmName[] = ["linear", "linearOrthogonal", "rnn", "orthogonal", "lstm"];

export const copyPresets = {
  smoke: { ...copyDefaults, ...{ lags: [4, 6], hiddenSize: 12, batchSize: 16, steps: 10, seeds: 3 } },
  lecture: {
    ...{ lags: [10, 20, 40, 80, 160], steps: 2_000, seeds: 10 },
    ...{ arms: [...alsoCopying], learningRates: [0.0005, 0.001, 0.004, 0.016] },
  },
  full: {
    ...{ lags: [20, 40, 80, 160, 320], hiddenSize: 128, batchSize: 64, steps: 10_000, seeds: 10 },
    ...{ arms: [...alsoCopying], learningRates: [0.0002, 0.0005, 0.001, 0.004] },
  },
} satisfies Record<string, Partial<LongLagConfig>>;

export interface Arm {
  readonly name: string;
  readonly cell: (options: CellOptions) => Cell;
  readonly clipped: boolean;
  /** By default Adam. */
  readonly method?: "adam" | "sgd";
}

/** What is compared: cells, what their weights start as, and whether the gradient's norm is clipped. */
export const lagArms = {
  rnn: { name: "RNN", cell: vanilla, clipped: true },
  rnnUnclipped: { name: "RNN, not clipped", cell: vanilla, clipped: false },
  orthogonal: { name: "RNN, orthogonal", cell: (o) => vanilla({ ...o, recurrent: "orthogonal" }), clipped: true },
  irnn: {
    name: "RNN, identity + relu",
    cell: (o) => vanilla({ ...o, recurrent: "identity", activation: "relu" }),
    clipped: true,
  },
  identity: { name: "RNN, identity", cell: (o) => vanilla({ ...o, recurrent: "identity" }), clipped: true },
  relu: { name: "RNN, relu", cell: (o) => vanilla({ ...o, activation: "relu" }), clipped: true },
  sgd: { name: "RNN, SGD", cell: vanilla, clipped: true, method: "sgd" },
  sgdUnclipped: { name: "RNN, SGD, not clipped", cell: vanilla, clipped: false, method: "sgd" },
  linear: { name: "linear", cell: (o) => vanilla({ ...o, activation: "linear" }), clipped: true },
  linearOrthogonal: {
    name: "linear, orthogonal",
    cell: (o) => vanilla({ ...o, recurrent: "orthogonal", activation: "linear" }),
    clipped: true,
  },
  lstm: { name: "LSTM", cell: lstm, clipped: true },
  gru: { name: "GRU", cell: gru, clipped: true },
} satisfies Record<string, Arm>;
export type ArmName = keyof typeof lagArms;

/** One piece of the work: all lags of one task, for one arm and seed. */
export type LongLagJob = Omit<LongLagConfig, "tasks" | "arms" | "seeds" | "learningRates"> & {
  readonly task: LongLagTaskName;
  readonly arm: ArmName;
  readonly learningRate: number;
  readonly seed: number;
};

/** What became of one lag. */
export interface Attempt {
  readonly lag: number;
  /** The step at which it was learnt, or null. */
  readonly learntAt: number | null;
  /** Loss at the end as a share of that of one who does not look at the sequence; null where it is no number. */
  readonly share: number | null;
  readonly ended: "learnt" | "not learnt" | "diverged" | "interrupted";
}

export interface LongLagModel {
  readonly task: LongLagTaskName;
  readonly arm: ArmName;
  readonly learningRate: number;
  readonly seed: number;
  readonly attempts: readonly Attempt[];
  /** Of the fresh network on its longest lag: how the gradient fades on its way back. */
  readonly atStart: Decades;
  /** Of the same: the singular values of ∂s_T/∂s_{T−lag}, by which factor each direction of the gradient comes back. */
  readonly directions: readonly number[];
}

export interface LongLagResult {
  readonly config: LongLagConfig;
  readonly models: readonly LongLagModel[];
  /** By which the rates were chosen: what was left to learn. */
  readonly tried: readonly TriedRate[];
}
