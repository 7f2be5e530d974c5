export const dynamicsDefaults = {
  /** Units of the networks that run on their own. */
  hiddenSizes: [16, 64, 256],
  /** Spectral radii that Wh is scaled to, besides 0.75 and 1.5, which the claim compares. */
  radii: [0.25, 0.5, 0.9, 1, 1.1, 1.25, 2, 3, 5],
  /** Steps before a measurement begins, and those that are measured. */
  settle: 300,
  steps: 600,
  seeds: 10,
};
export interface DynamicsConfig extends Readonly<typeof dynamicsDefaults> {}

export const dynamicsPresets = {
  smoke: { hiddenSizes: [8, 24], radii: [0.5, 1, 2], settle: 100, steps: 150, seeds: 3 },
  lecture: { settle: 1_000, steps: 3_000, seeds: 20 },
  full: { hiddenSizes: [16, 64, 256, 1024], settle: 1_000, steps: 3_000, seeds: 20 },
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
  /** Of the first seed: what the state does at four scales. */
  readonly portraits: readonly Portrait[];
}

export interface DynamicsResult {
  readonly config: DynamicsConfig;
  readonly models: readonly DynamicsModelResult[];
}

/** The spectral radii that the claim compares: below the transition, and above it. */
export const [below, above] = [0.75, 1.5];
