export const dynamicsDefaults = {
  /** The text whose characters drive the network in the claim about contraction. */
  corpus: "moby-dick",
  /** Units of the networks that run on their own; 64 elsewhere. */
  hiddenSizes: [16, 64, 256],
  /** Spectral radii that Wh is scaled to, besides 0.75 and 1.5, which the claim compares. */
  radii: [0.25, 0.5, 0.9, 1, 1.1, 1.25, 2, 3, 5],
  /** Largest singular values that Wh is scaled to in the claim about contraction. */
  norms: [0.5, 0.7, 0.9],
  /** Steps before a measurement begins, and those that are measured. */
  settle: 300,
  steps: 600,
  /** Networks a seed whose oscillation is measured. */
  oscillators: 5,
  seeds: 10,
};
export interface DynamicsConfig extends Readonly<typeof dynamicsDefaults> {}

export const dynamicsPresets = {
  smoke: { hiddenSizes: [8, 24], radii: [0.5, 1, 2], settle: 100, steps: 150, oscillators: 1, seeds: 3 },
  full: { hiddenSizes: [16, 64, 256, 1024], settle: 1_000, steps: 3_000, oscillators: 20, seeds: 20 },
} satisfies Record<string, Partial<DynamicsConfig>>;

export type DynamicsJob = Omit<DynamicsConfig, "seeds"> & { readonly seed: number };

/** A network that runs on its own, its Wh scaled to a spectral radius. */
export interface Growth {
  readonly hiddenSize: number;
  readonly radius: number;
  /** The largest Lyapunov exponent, in nats a step. */
  readonly exponent: number;
  /** Share of |h| above 0.9. */
  readonly saturated: number;
}

/** Two runs over the same text from different states. */
export interface Approach {
  /** σ₁(Wh) and the spectral radius of Wh. */
  readonly norm: number;
  readonly radius: number;
  /** Which of the two the scale was chosen for. */
  readonly scaled: "norm" | "radius";
  /** ‖h_t − h'_t‖ / ‖h_0 − h'_0‖, t = 0, 1, …; it ends where double precision does, at 1e-12. */
  readonly distances: readonly number[];
}

/** A network just above the transition. */
export interface Oscillation {
  /** θ/2π of the leading eigenvalue, and the frequency measured, in cycles a step. */
  readonly predicted: number;
  readonly measured: number;
}

export interface Portrait {
  readonly radius: number;
  /** In which the leading eigenvalues turn once, in steps. */
  readonly period: number;
  readonly exponent: number;
  readonly saturated: number;
  /** A row a unit, a value a step. */
  readonly units: readonly (readonly number[])[];
}

export interface DynamicsModelResult {
  readonly seed: number;
  readonly ended: "finished" | "interrupted";
  readonly growth: readonly Growth[];
  readonly approaches: readonly Approach[];
  readonly oscillations: readonly Oscillation[];
  /** Of the first seed: what the state does at four scales. */
  readonly portraits: readonly Portrait[];
}

export interface DynamicsResult {
  readonly config: DynamicsConfig;
  readonly models: readonly DynamicsModelResult[];
}
export const compared = [0.75, 1.5];
