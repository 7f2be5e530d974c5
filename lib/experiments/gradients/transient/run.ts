import { backwardNorms, type Decades, gradientDecades } from "../../../analysis/gradientDecades";
import { nonNormal, powerNorms } from "../../../analysis/nonNormal";
import { vanilla } from "../../../cells/vanilla";
import { compile } from "../../../core/compile";
import { expect } from "../../../core/errors";
import { fork, normal, seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import type { RunContext } from "../../../view/session";
import { type JobContext, runJobs, type Told } from "../../jobs";

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
  full: { hiddenSize: 64, lags: 200, seeds: 50, sigmas: [0.9, 1.2, 1.5, 2, 3, 4] },
} satisfies Record<string, Partial<TransientConfig>>;

/** Steps that are not looked at, in which the state forgets that it began at zero. */
const settling = 30;

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

type TransientJob = Omit<TransientConfig, "seeds"> & { readonly seed: number };

/** Follows the gradient back through matrices with the same spectral radius and different largest singular values. */
export async function runTransient(config: TransientConfig, context: RunContext): Promise<TransientResult> {
  const { spectralRadius, sigmas, seeds, ...rest } = config;
  expect(spectralRadius < 1, `spectralRadius: below 1 expected, got ${spectralRadius}`);
  expect(
    Math.min(...sigmas) >= spectralRadius,
    `sigmas: at least the spectral radius ${spectralRadius} expected, got ${sigmas}`,
  );
  const jobs = Array.from({ length: seeds }, (_, i) => ({ ...rest, spectralRadius, sigmas, seed: i + 1 }));
  const networks = await runJobs(measureTransients, jobs, {
    context,
    file: require.resolve("./run"),
    size: ({ sigmas: of }) => of.length,
    unit: "matrices",
    inProcesses: false,
  });
  const whole = networks.filter(({ transients }) => transients.length > 0);
  return { config, networks: whole };
}

/** One random matrix for each σ₁. */
export async function measureTransients(job: TransientJob, { signal, report }: JobContext<Told>) {
  const { hiddenSize: H, lags, directions: N, spectralRadius: radius } = job;
  const key = seed(job.seed);
  const given = {
    x: normal<tf.Rank.R3>(fork(key, "x"), [N, lags + settling, H], job.inputScale),
    direction: normal<tf.Rank.R2>(fork(key, "direction"), [N, H]),
  };
  const drawn = vanilla({ inputSize: H, hiddenSize: H }).init(fork(key, "cell"));
  const norms = (["linear", "tanh"] as const).map((activation) =>
    compile(backwardNorms(vanilla({ inputSize: H, hiddenSize: H, activation }))),
  );
  const transients: Transient[] = [];
  for (const sigma of job.sigmas) {
    if (signal?.aborted) break;
    const W = nonNormal(fork(key, "Wh"), { size: H, radius, sigma });
    const Wh = tf.tensor2d(W.to2DArray());
    const [linear, tanh] = norms.map((of) => gradientDecades(of, { params: { ...drawn, Wh }, ...given, lags }));
    Wh.dispose();
    transients.push({ sigma, most: powerNorms(W, lags), linear, tanh });
    report?.({ done: transients.length });
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (const { close } of norms) close();
  tf.dispose([given, drawn] as tf.TensorContainer);
  return { seed: job.seed, transients: signal?.aborted ? [] : transients };
}
