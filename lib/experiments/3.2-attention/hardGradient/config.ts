import type { Params } from "../../../cells/cell";
import type { Trained } from "../../../train/trainOptions";
import type { PreparedScenes } from "../../shared/captionedScenes";
import { objectNetworkDefaults } from "../../shared/objectNetwork";

export const gradientDefaults = {
  trainScenes: 8_000,
  testScenes: 200,
  imageSize: objectNetworkDefaults.imageSize,
  networkLayouts: objectNetworkDefaults.layouts,
  networkSteps: objectNetworkDefaults.steps,
  hiddenSize: 24,
  embeddingSize: 12,
  attentionSize: 12,
  batchSize: 32,
  /** Of hard attention's training, before its gradient is looked at. */
  steps: 150,
  learningRate: 0.01,
  /** λ of hard attention's loss: the weight of the bonus for not deciding. */
  entropy: 0.01,
  /** How many words are described; the paths are quarters of the picture to the power of it. */
  words: 4,
  /** Sampled gradients of each number of samples. */
  repeats: 100,
  evaluateEvery: 50,
  seeds: 6,
};
export interface GradientConfig extends Readonly<typeof gradientDefaults> {}

export const gradientPresets = {
  smoke: {
    ...{
      trainScenes: 60,
      testScenes: 10,
      networkSteps: 4,
      networkLayouts: 2,
      imageSize: 32,
      hiddenSize: 6,
      embeddingSize: 4,
    },
    ...{ attentionSize: 4, batchSize: 4, steps: 4, evaluateEvery: 2, words: 2, repeats: 10, seeds: 2 },
  },
  lecture: { hiddenSize: 128, embeddingSize: 64, attentionSize: 48, steps: 1_000, repeats: 400, seeds: 8 },
  full: { hiddenSize: 128, embeddingSize: 48, attentionSize: 32, steps: 1_000, words: 5, repeats: 2_000, seeds: 20 },
} satisfies Record<string, Partial<GradientConfig>>;

/** What is subtracted from a sample's reward: "optimal" is the constant with the least variance. */
export const estimators = ["no baseline", "moving average", "self-critical", "optimal"] as const;
export type Estimator = (typeof estimators)[number];

/** 1, 2, 4 … 1024 */
export const sampleCounts = Array.from({ length: 11 }, (_, i) => 2 ** i);

/** Sampled gradients against the exact one, g: all distances are in units of its length. */
export interface Sampled {
  readonly samples: number;
  /** √E‖ĝ − g‖² / ‖g‖ */
  readonly error: number;
  /** Of the angle between ĝ and g, mean. */
  readonly cosine: number;
  /** ‖mean ĝ − g‖ / ‖g‖: falls with the number of repeats where there is no bias. */
  readonly bias: number;
}

export interface EstimatorResult {
  readonly estimator: Estimator;
  /** E‖ĝ − g‖² / ‖g‖² of one sample, by enumeration; null for the moving average, which is no constant. */
  readonly variance: number | null;
  readonly curve: readonly Sampled[];
  /** Of log error against log samples, by least squares. */
  readonly slope: number;
}

export interface GradientModel {
  readonly seed: number;
  readonly ended: Trained<Params>["ended"];
  readonly caption: string;
  readonly paths: number;
  /** ‖Σ p_s ĝ_s − ∂ Σ p_s R_s‖ / ‖g‖: that of the enumerated mean from the derivative of the expectation itself. */
  readonly identity: number | null;
  readonly estimators: readonly EstimatorResult[];
}

export interface GradientResult {
  readonly config: GradientConfig;
  readonly models: readonly GradientModel[];
}

export type GradientJob = Omit<GradientConfig, "seeds"> & PreparedScenes & { readonly seeds: readonly number[] };

export const estimatesOf = (model: GradientModel, estimator: Estimator): EstimatorResult =>
  model.estimators.find((one) => one.estimator === estimator)!;
