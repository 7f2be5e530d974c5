import type { Weights } from "../../../analysis/oneUnit";

export const cliffDefaults = {
  /** Steps of the recurrence. */
  steps: 50,
  learningRate: 0.1,
  clipNorm: 1,
  /** Steps of gradient descent. */
  updates: 1000,
  /** How many places in the frame are started from, each with clipping and without. */
  seeds: 40,
};
export interface CliffConfig extends Readonly<typeof cliffDefaults> {}

export const cliffPresets = {
  smoke: { updates: 200, seeds: 10 },
  full: { seeds: 1000 },
} satisfies Record<string, Partial<CliffConfig>>;

/** Where the descents start, and a little more than what the figure shows. */
export const frame = { w: [4, 6], b: [-3, -1.5] } as const;

export interface Descent {
  readonly from: Weights;
  /** Plain, and clipped by norm: the way, as far as it can be told from its neighbours, and the loss at its end. */
  readonly plain: WayDown;
  readonly clipped: WayDown;
}

export interface WayDown {
  readonly path: readonly Weights[];
  readonly loss: number;
  /** The longest single step. */
  readonly longest: number;
}

/** At the minimum: the output is within about 0.03 of what it should be. */
export const arrived = ({ loss }: WayDown): boolean => loss < 1e-3;

export interface CliffResult {
  readonly config: CliffConfig;
  readonly descents: readonly Descent[];
}

export type CliffJob = Omit<CliffConfig, "seeds"> & { readonly seed: number };
