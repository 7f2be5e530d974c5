import type { Decades } from "../../../analysis/gradientDecades";

/** What the claims about a sweep of the largest singular value share. */
export const slopeDefaults = {
  /** The largest singular value of Wh. */
  sigmas: [0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2],
  hiddenSize: 100,
  /** How far back the gradient is followed. */
  lags: 100,
  /** Over how many sequences the gradient is followed. */
  sequences: 4,
  /** Standard deviation of what the input adds to each unit's sum. */
  inputScale: 0.3,
  seeds: 5,
};
export interface SlopeConfig extends Readonly<typeof slopeDefaults> {}

export const slopePresets = {
  smoke: { sigmas: [0.8, 1, 1.25, 1.5], hiddenSize: 32, lags: 20, sequences: 2, seeds: 3 },
  lecture: { sequences: 8, seeds: 8 },
  full: {
    hiddenSize: 256,
    lags: 200,
    sequences: 16,
    seeds: 20,
    sigmas: [0.5, 0.7, 0.8, 0.9, 0.95, 1, 1.05, 1.1, 1.25, 1.5],
  },
} satisfies Record<string, Partial<SlopeConfig>>;

export const matrixKinds = ["orthogonal", "normal"] as const;
export type MatrixKind = (typeof matrixKinds)[number];
export const slopeActivations = ["linear", "tanh"] as const;
export type SlopeActivation = (typeof slopeActivations)[number];

/** The gradient's way back through one network. */
export interface WayBack {
  readonly sigma: number;
  readonly kind: MatrixKind;
  readonly activation: SlopeActivation;
  readonly decades: Decades;
  /** Powers of ten per step: of the line through these, and what theory says before anything is measured. */
  readonly slope: number;
  readonly predicted: number;
}

export interface SlopeResult {
  readonly config: SlopeConfig;
  readonly networks: readonly { readonly seed: number; readonly ways: readonly WayBack[] }[];
}

export type SlopeJob = Omit<SlopeConfig, "seeds"> & { readonly seed: number };
