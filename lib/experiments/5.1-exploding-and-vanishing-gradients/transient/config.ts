import type { Decades } from "../../../analysis/gradientDecades";

export const transientDefaults = {
  /** Of every Wh: below 1, so that in the end the gradient vanishes. */
  spectralRadius: 0.9,
  /** The largest singular value; where it equals the spectral radius the matrix is normal. */
  sigmas: [0.9, 1.5, 3],
  hiddenSize: 32,
  /** How far back the gradient is followed. */
  lags: 100,
  /** In how many directions the loss points. */
  directions: 32,
  /** Standard deviation of what the input adds to each unit's sum. */
  inputScale: 0.1,
  seeds: 5,
};
export interface TransientConfig extends Readonly<typeof transientDefaults> {}

export const transientPresets = {
  smoke: { sigmas: [0.9, 3], hiddenSize: 16, lags: 60, directions: 8, seeds: 3 },
  lecture: { hiddenSize: 64, seeds: 8 },
  full: { hiddenSize: 64, lags: 200, seeds: 50, sigmas: [0.9, 1.2, 1.5, 2, 3, 4] },
} satisfies Record<string, Partial<TransientConfig>>;

/** The gradient's way back through one matrix. */
export interface Transient {
  readonly sigma: number;
  /** ‖Whᵏ‖₂ for k = 0, 1, …: exact, the most that any direction can grow. */
  readonly most: readonly number[];
  /** Measured by backpropagation, the mean over the directions, in decades. */
  readonly linear: Decades;
  readonly tanh: Decades;
}

export interface TransientResult {
  readonly config: TransientConfig;
  readonly networks: readonly { readonly seed: number; readonly transients: readonly Transient[] }[];
}

export type TransientJob = Omit<TransientConfig, "seeds"> & { readonly seed: number };
