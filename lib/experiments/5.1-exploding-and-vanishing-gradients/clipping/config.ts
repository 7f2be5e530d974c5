import type { Params } from "../../../cells/cell";
import type { Trained } from "../../../train/trainOptions";

/** What the claims about gradients in real training share. */
export const clippingDefaults = {
  /** "moby-dick", "rxjs", or the path of a text file. */
  corpus: "moby-dick",
  hiddenSize: 64,
  /** Wh starts as N(0, gain²/H): above 1 on the exploding side. At the default, 1, it is trained besides. */
  gain: 2,
  batchSize: 16,
  windowLength: 64,
  /** Of plain stochastic gradient descent. */
  steps: 300,
  /** At which the claims are judged. */
  learningRate: 1,
  /** Of Adam, which bounds its steps by itself: it is trained besides. */
  adamRate: 0.01,
  /** Learning rates that the figure shows, too. */
  otherRates: [2],
  clipNorm: 1,
  /** The most that one component may be, where clipping is by value. */
  clipValue: 0.03,
  /** Other such limits, of which it is measured by how much they turn the gradient. */
  otherLimits: [0.3, 0.1, 0.01, 0.003, 0.001],
  /** With fewer than six no exact test decides. */
  seeds: 6,
};
export interface ClippingConfig extends Readonly<typeof clippingDefaults> {}

export const clippingPresets = {
  smoke: {
    hiddenSize: 24,
    windowLength: 20,
    steps: 60,
    otherRates: [1],
    clipNorm: 0.25,
    otherLimits: [0.01],
    seeds: 3,
  },
  // Ten seeds, for lost or not is all or nothing.
  lecture: { hiddenSize: 128, steps: 1_000, otherRates: [0.5], seeds: 10 },
  full: {
    hiddenSize: 256,
    windowLength: 100,
    batchSize: 32,
    steps: 5_000,
    otherRates: [0.125, 0.25, 0.5, 2, 4],
    seeds: 10,
  },
} satisfies Record<string, Partial<ClippingConfig>>;

export const rules = ["none", "norm", "value"] as const;
export type Rule = (typeof rules)[number];

/** How the same start is trained under each rule. */
export interface Training {
  readonly rate: number;
  readonly gain: number;
  readonly optimizer: "sgd" | "adam";
}

/** All rules in one training of one seed. */
export type ClippingJob = Omit<ClippingConfig, "seeds" | "otherRates" | "gain" | "adamRate"> &
  Training & {
    readonly seed: number;
    /** Whether the claims are about it. */
    readonly judged: boolean;
  };

export interface ClippingModel extends Training {
  readonly rule: Rule;
  readonly seed: number;
  readonly ended: Trained<Params>["ended"];
  /** Nats per character of each step's text, which is read once: before it is learnt from. */
  readonly losses: readonly number[];
  /** Of the gradient before clipping, each step. */
  readonly norms: readonly number[];
  /** Now and then: the gradient's norm, and its cosine with what clipping makes of it. */
  readonly turns: readonly Turn[];
  readonly slice: Slice | null;
}

export interface Turn {
  readonly norm: number;
  /** Clipped by norm. */
  readonly byNorm: number;
  /** Clipped by value, at each limit. */
  readonly byValue: readonly { readonly limit: number; readonly cosine: number }[];
}

/** The loss of one batch along its own gradient, at the longest gradient of a training. */
export interface Slice {
  readonly step: number;
  readonly norm: number;
  /** Around the weights, and as far as a plain step would go. */
  readonly near: LossStretch;
  readonly far: LossStretch;
}

export interface LossStretch {
  /** From the weights, against the gradient. */
  readonly distances: readonly number[];
  readonly losses: readonly number[];
}

export interface ClippingResult {
  readonly config: ClippingConfig;
  readonly corpus: string;
  /** Nats per character of one who knows only how frequent each character is. */
  readonly frequencies: number;
  readonly models: readonly ClippingModel[];
}
