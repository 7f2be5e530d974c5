import type { Decades } from "../../../analysis/gradientDecades";
import type { Cell, CellOptions } from "../../../cells/cell";
import { gru } from "../../../cells/gru";
import { lstm } from "../../../cells/lstm";
import { vanilla } from "../../../cells/vanilla";
import type { LongLagTaskName } from "../../../data/longLag";

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
  learningRate: 0.005,
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
    learningRate: 0.01,
    seeds: 3,
  },
  // Ten seeds, for learnt or not is all or nothing.
  lecture: {
    ...{ tasks: ["temporalOrder", "adding"], hiddenSize: 64, steps: 5_000, learningRate: 0.002, seeds: 10 },
  },
  full: {
    tasks: ["temporalOrder", "adding", "copyMemory"],
    lags: [10, 20, 40, 60, 80, 100, 150, 200],
    hiddenSize: 128,
    batchSize: 64,
    steps: 20_000,
    learningRate: 0.001,
  },
} satisfies Record<string, Partial<LongLagConfig>>;

interface Arm {
  readonly name: string;
  readonly cell: (options: CellOptions) => Cell;
  readonly clipped: boolean;
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
  lstm: { name: "LSTM", cell: lstm, clipped: true },
  gru: { name: "GRU", cell: gru, clipped: true },
} satisfies Record<string, Arm>;
export type ArmName = keyof typeof lagArms;

/** One piece of the work: all lags of one task, for one arm and seed. */
export type LongLagJob = Omit<LongLagConfig, "tasks" | "arms" | "seeds"> & {
  readonly task: LongLagTaskName;
  readonly arm: ArmName;
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
  readonly seed: number;
  readonly attempts: readonly Attempt[];
  /** Of the fresh network on its longest lag: how the gradient fades on its way back. */
  readonly atStart: Decades;
}

export interface LongLagResult {
  readonly config: LongLagConfig;
  readonly models: readonly LongLagModel[];
}
