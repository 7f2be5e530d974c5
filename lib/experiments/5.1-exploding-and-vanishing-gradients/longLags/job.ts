import { backwardNorms, gradientDecades } from "../../../analysis/gradientDecades";
import { products, stateJacobians } from "../../../analysis/jacobian";
import { singularValues } from "../../../analysis/spectrum";
import { mean } from "../../../analysis/statistics";
import type { Cell, Inputs } from "../../../cells/cell";
import { fork, type Key, normal, seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import { type LongLagBatch, longLagTasks } from "../../../data/longLag";
import type { Told } from "../../../lab/jobProgress";
import type { JobContext } from "../../../lab/runJob";
import { answerModel } from "../../../models/answer";
import { train } from "../../../train/train";
import { type Arm, type Attempt, type LongLagJob, type LongLagModel, lagArms } from "./config";

/** Learnt is: over ten batches, none seen before, less than this share of the loss of one who does not look. */
const learntShare = 0.05;
const window = 10;

/** Learns one task at one lag after another, each from fresh weights, until one is not learnt. */
export async function learnLags(job: LongLagJob, context: JobContext<Told>): Promise<LongLagModel> {
  const { task, arm, learningRate, seed: number, lags, steps } = job;
  const attempts: Attempt[] = [];
  for (const [i, lag] of lags.entries()) {
    const report = ({ done }: Told) => context.report?.({ done: i * steps + done });
    attempts.push(await attempt(job, lag, { ...context, report }));
    if (attempts[i].ended !== "learnt") break;
  }
  if (!context.signal?.aborted) context.report?.({ done: lags.length * steps });
  return { task, arm, learningRate, seed: number, attempts, ...beforeLearning(job) };
}

async function attempt(job: LongLagJob, lag: number, { signal, report }: JobContext<Told>): Promise<Attempt> {
  const task = longLagTasks[job.task];
  const { clipped, method = "adam" }: Arm = lagArms[job.arm];
  const key = fork(seed(job.seed), `${job.task} ${lag}`);
  const cell = cellOf(job);
  const model = answerModel(cell, task.outputSize);
  const params = model.init(fork(key, "weights"));
  const enough = new AbortController();
  let learnt = false;
  const losses: number[] = [];
  const share = () => mean(losses.slice(-window)) / task.baseline(lag);
  const { params: trained, ended } = await train({
    params,
    loss: model.loss,
    batches: batches(job, lag, key),
    steps: job.steps,
    optimizer: { method, learningRate: job.learningRate, decaySteps: job.steps },
    ...(clipped ? { clipNorm: job.clipNorm } : {}),
    signal: enough.signal,
    onDiverged() {}, // an outcome like others
    onStep({ step, loss }) {
      losses.push(loss);
      learnt = losses.length >= window && share() < learntShare;
      if (learnt || signal?.aborted) enough.abort();
      report?.({ done: step });
    },
  });
  tf.dispose([params, trained] as tf.TensorContainer);
  const outcome = learnt ? "learnt" : ended === "finished" ? "not learnt" : ended;
  const reached = losses.length > 0 ? share() : Number.NaN;
  return {
    lag,
    learntAt: outcome === "learnt" ? losses.length : null,
    share: Number.isFinite(reached) ? reached : null,
    ended: outcome,
  };
}

/** A symbol comes in one-hot, a number as it is. */
function cellOf({ task, arm, hiddenSize }: LongLagJob): Cell {
  const { inputSize } = longLagTasks[task];
  return lagArms[arm].cell({ inputSize, hiddenSize, ...(task !== "adding" && { fanIn: 1 }) }) as Cell;
}

function* batches({ task, batchSize }: LongLagJob, lag: number, key: Key): Generator<LongLagBatch> {
  for (let i = 0; ; i++) yield longLagTasks[task].batch(fork(key, `batch ${i}`), { batchSize, lag });
}

/** Of a gradient at the last step of the longest lag: what is left of a random one at each step before, and of each direction at the first. */
function beforeLearning(job: LongLagJob): Pick<LongLagModel, "atStart" | "directions"> {
  const lag = job.lags[job.lags.length - 1];
  const key = fork(seed(job.seed), "at the start");
  const cell = cellOf(job);
  const params = cell.init(key);
  const { inputs, targets } = longLagTasks[job.task].batch(key, { batchSize: 4, lag });
  const direction = normal<tf.Rank.R2>(fork(key, "direction"), [4, job.hiddenSize]);
  const atStart = gradientDecades(backwardNorms(cell), { params, x: inputs as Inputs, direction, lags: lag });
  const first = tf.tidy(() => inputs.slice([0, inputs.shape[1] - lag], [1, lag])) as Inputs;
  const directions = singularValues(products(stateJacobians(cell, params, first).steps)[lag - 1].to2DArray());
  tf.dispose([params, inputs, targets, direction, first] as tf.TensorContainer);
  return { atStart, directions };
}
