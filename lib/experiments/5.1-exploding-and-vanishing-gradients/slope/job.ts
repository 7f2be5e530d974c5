import { backwardNorms, type Decades, gradientDecades } from "../../../analysis/gradientDecades";
import { meanField } from "../../../analysis/meanField";
import { slopeOf } from "../../../analysis/slope";
import { singularValues, spectralRadius } from "../../../analysis/spectrum";
import { squareWeights } from "../../../cells/init";
import { vanilla } from "../../../cells/vanilla";
import { compile } from "../../../core/compile";
import { fork, type Key, normal, seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import { nextTurn } from "../../../core/turn";
import type { Told } from "../../../lab/jobProgress";
import type { JobContext } from "../../../lab/runJob";
import { product } from "../../../lab/sweep";
import {
  type MatrixKind,
  matrixKinds,
  type SlopeActivation,
  type SlopeJob,
  slopeActivations,
  type WayBack,
} from "./config";

/** Steps that are not looked at, in which the state forgets that it began at zero. */
const settling = 20;

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
  const ways: WayBack[] = [];
  for (const activation of slopeActivations) {
    const norms = compile(backwardNorms(vanilla({ inputSize: H, hiddenSize: H, activation })));
    for (const { kind, sigma } of product({ kind: matrixKinds, sigma: job.sigmas })) {
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
      await nextTurn();
    }
    norms.close();
  }
  tf.dispose(given);
  return { seed: job.seed, ways: signal?.aborted ? [] : ways };
}

/** By how much the gradient grows a step: in the long run by the spectral radius (Gelfand 1941); with tanh by √χ. */
function predictedGrowth(Wh: tf.Tensor2D, activation: SlopeActivation, inputVariance: number): number {
  if (activation === "linear") return spectralRadius(Wh);
  const squaredGain = tf.tidy(() => Wh.square().sum().dataSync()[0]) / Wh.shape[0];
  return Math.sqrt(meanField({ squaredGain, inputVariance }).chi);
}

/** A random matrix whose largest singular value is σ. */
export function withSigma(
  key: Key,
  { kind, size, sigma }: { kind: MatrixKind; size: number; sigma: number },
): tf.Tensor2D {
  return tf.tidy(() => {
    const drawn = squareWeights[kind](key, size);
    return drawn.mul(sigma / singularValues(drawn)[0]);
  });
}

/** From a quarter of the way on: the first steps depend on where the loss happens to point. */
function slopeAfter(decades: Decades, from: number): number {
  const points = decades.map((value, k) => [k, value] as const).filter(([k]) => k >= from);
  return slopeOf(points);
}
