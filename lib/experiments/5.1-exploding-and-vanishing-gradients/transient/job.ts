import { backwardNorms, gradientDecades } from "../../../analysis/gradientDecades";
import { nonNormal, powerNorms } from "../../../analysis/nonNormal";
import { vanilla } from "../../../cells/vanilla";
import { compile } from "../../../core/compile";
import { fork, normal, seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import { nextTurn } from "../../../core/turn";
import type { Told } from "../../../lab/jobProgress";
import type { JobContext } from "../../../lab/runJob";
import type { Transient, TransientJob } from "./config";

/** Steps that are not looked at, in which the state forgets that it began at zero. */
const settling = 30;

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
    await nextTurn();
  }
  for (const { close } of norms) close();
  tf.dispose([given, drawn] as tf.TensorContainer);
  return { seed: job.seed, transients: signal?.aborted ? [] : transients };
}
