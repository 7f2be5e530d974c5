import { backwardNorms, type Decades, gradientDecades } from "../../../analysis/gradientDecades";
import { meanField } from "../../../analysis/meanField";
import { slopeOf } from "../../../analysis/slope";
import { singularValues, spectralRadius } from "../../../analysis/spectrum";
import { squareWeights } from "../../../cells/init";
import { vanilla } from "../../../cells/vanilla";
import { compile } from "../../../core/compile";
import { expect } from "../../../core/errors";
import { fork, type Key, normal, seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import type { RunContext } from "../../../view/session";
import { type JobContext, runJobs, type Told } from "../../jobs";

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
  full: {
    hiddenSize: 256,
    lags: 200,
    sequences: 16,
    seeds: 20,
    sigmas: [0.5, 0.7, 0.8, 0.9, 0.95, 1, 1.05, 1.1, 1.25, 1.5],
  },
} satisfies Record<string, Partial<SlopeConfig>>;

/** Steps that are not looked at, in which the state forgets that it began at zero. */
const settling = 20;

export const kinds = ["orthogonal", "normal"] as const;
export type Kind = (typeof kinds)[number];
export const activations = ["linear", "tanh"] as const;
export type Activation = (typeof activations)[number];

/** The gradient's way back through one network. */
export interface Way {
  readonly sigma: number;
  readonly kind: Kind;
  readonly activation: Activation;
  readonly decades: Decades;
  /** Decades per step: of the line through these, and what theory says before anything is measured. */
  readonly slope: number;
  readonly predicted: number;
}

export interface SlopeResult {
  readonly config: SlopeConfig;
  readonly networks: readonly { readonly seed: number; readonly ways: readonly Way[] }[];
}

type SlopeJob = Omit<SlopeConfig, "seeds"> & { readonly seed: number };

/** Follows the gradient back through networks with every σ₁, of both kinds, with tanh and without. */
export async function runSlope(config: SlopeConfig, context: RunContext): Promise<SlopeResult> {
  expect(config.lags >= 4, `lags: at least 4 expected, got ${config.lags}`);
  const { seeds, ...each } = config;
  const jobs = Array.from({ length: seeds }, (_, i) => ({ ...each, seed: i + 1 }));
  const networks = await runJobs(measureWays, jobs, {
    context,
    file: require.resolve("./run"),
    size: ({ sigmas }) => kinds.length * activations.length * sigmas.length,
    unit: "networks",
    inProcesses: config.hiddenSize * config.lags >= 10_000,
  });
  return {
    config,
    networks: networks.filter(({ ways }) => ways.length > 0),
  };
}

/** The networks of one seed: one random matrix of each kind, scaled to each σ₁. */
export async function measureWays(job: SlopeJob, { signal, report }: JobContext<Told>) {
  const { hiddenSize: H, sequences: N, lags, inputScale } = job;
  const key = seed(job.seed);
  const given = tf.tidy(() => {
    const size = { inputSize: H, hiddenSize: H };
    const direction = normal<tf.Rank.R2>(fork(key, "direction"), [N, H]);
    const x = normal<tf.Rank.R3>(fork(key, "x"), [N, lags + settling, H], inputScale);
    return { ...vanilla(size).init(fork(key, "cell")), x, direction };
  });
  const { x, direction, ...drawn } = given;
  const ways: Way[] = [];
  for (const activation of activations) {
    const norms = compile(backwardNorms(vanilla({ inputSize: H, hiddenSize: H, activation })));
    for (const { kind, sigma } of both(job.sigmas)) {
      if (signal?.aborted) break;
      const Wh = withSigma(fork(key, kind), { kind, size: H, sigma });
      const decades = gradientDecades(norms, { params: { ...drawn, Wh }, x, direction, lags });
      const growth = predictedGrowth(Wh, activation, inputScale ** 2);
      ways.push({
        sigma,
        kind,
        activation,
        decades,
        slope: slopeAfter(decades, lags / 4),
        predicted: Math.log10(growth),
      });
      Wh.dispose();
      report?.({ done: ways.length });
      await new Promise((resolve) => setImmediate(resolve));
    }
    norms.close();
  }
  tf.dispose(given);
  return { seed: job.seed, ways: signal?.aborted ? [] : ways };
}

/** By how much the gradient grows a step: in the long run by the spectral radius (Gelfand 1941); with tanh by √χ. */
function predictedGrowth(Wh: tf.Tensor2D, activation: Activation, inputVariance: number): number {
  if (activation === "linear") return spectralRadius(Wh);
  const squaredGain = tf.tidy(() => Wh.square().sum().dataSync()[0]) / Wh.shape[0];
  return Math.sqrt(meanField({ squaredGain, inputVariance }).chi);
}

const both = (sigmas: readonly number[]) => kinds.flatMap((kind) => sigmas.map((sigma) => ({ kind, sigma })));

/** A random matrix whose largest singular value is σ. */
export function withSigma(key: Key, { kind, size, sigma }: { kind: Kind; size: number; sigma: number }): tf.Tensor2D {
  return tf.tidy(() => {
    const drawn = squareWeights[kind](key, size);
    return drawn.mul(sigma / singularValues(drawn)[0]);
  });
}

/** From a quarter of the way on: the first steps depend on where the loss happens to point. */
function slopeAfter(decades: Decades, from: number): number {
  const points = decades.flatMap((value, k) => (value !== null && k >= from ? [[k, value] as const] : []));
  return slopeOf(points);
}
