import type { Params } from "../cells/cell";
import { mapTensors, type NamedTensors } from "../core/tensors";
import { tf } from "../core/tf";
import { clipByGlobalNorm } from "./clip";
import { createOptimizer, type OptimizerOptions } from "./optimizers";

/** One row a step: plain numbers, ready for a plot or a CSV. */
export interface StepRow {
  /** From 1. */
  readonly step: number;
  /** On this step's batch, before its update. */
  readonly loss: number;
  /** Of all gradients together, before clipping. */
  readonly gradNorm: number;
  /** Since training began. */
  readonly seconds: number;
}

export interface TrainOptions<P extends Params, B extends tf.TensorContainer, S extends NamedTensors> {
  /** Where to start; they stay the caller's. */
  readonly params: P;
  /** The loss of a batch; a `state` beside it is handed to the next step as a constant (truncated BPTT). */
  readonly loss: (params: P, batch: B, state: S | undefined) => tf.Scalar | { loss: tf.Scalar; state: S };
  /** May be endless: at most `steps` are drawn, and each is disposed after use. */
  readonly batches: Iterable<B>;
  readonly steps: number;
  readonly optimizer: OptimizerOptions;
  readonly clipNorm?: number;
  /** Aborted: training ends after the step under way. */
  readonly signal?: AbortSignal;
  /** After each step, with the weights as they are: to show progress, to evaluate, to sample. */
  readonly onStep?: (row: StepRow, params: P) => void | Promise<void>;
}

export interface Trained<P extends Params> {
  /** The caller disposes them. */
  readonly params: P;
  readonly history: StepRow[];
  /** "diverged": the loss or its gradient was no longer a number; the history and the weights are those up to there. */
  readonly ended: "finished" | "interrupted" | "diverged";
}

/** Params in, trained params out. Every tensor in between is disposed here. */
export async function train<P extends Params, B extends tf.TensorContainer, S extends NamedTensors = NamedTensors>(
  options: TrainOptions<P, B, S>,
): Promise<Trained<P>> {
  const variables = mapTensors(options.params, (tensor) => tf.variable(tensor));
  const optimizer = createOptimizer(options.optimizer);
  const history: StepRow[] = [];
  try {
    const ended = await descend(options, variables, optimizer, history);
    return { params: mapTensors(variables, (variable) => tf.clone(variable)), history, ended };
  } finally {
    tf.dispose(variables);
    optimizer.dispose();
  }
}

async function descend<P extends Params, B extends tf.TensorContainer, S extends NamedTensors>(
  { loss, batches, steps, clipNorm = Infinity, signal, onStep }: TrainOptions<P, B, S>,
  variables: P,
  optimizer: tf.Optimizer,
  history: StepRow[],
): Promise<Trained<P>["ended"]> {
  const pause = pauses(100);
  const start = performance.now();
  let state: S | undefined;
  try {
    for (const batch of take(batches, steps)) {
      const result = tf.tidy(() => gradients(loss, variables, batch, state, clipNorm));
      tf.dispose([batch, state] as tf.TensorContainer);
      state = result.state;
      const [value, gradNorm] = [result.loss.dataSync()[0], result.norm.dataSync()[0]];
      const finite = Number.isFinite(value) && Number.isFinite(gradNorm);
      if (finite) optimizer.applyGradients(result.grads);
      tf.dispose([result.grads, result.loss, result.norm]);
      if (!finite) return "diverged";
      history.push({ step: history.length + 1, loss: value, gradNorm, seconds: (performance.now() - start) / 1000 });
      await onStep?.(history[history.length - 1], variables);
      await pause();
      if (signal?.aborted) return "interrupted";
    }
    return "finished";
  } finally {
    tf.dispose(state as tf.TensorContainer);
  }
}

/** Loss, clipped gradients by variable, their norm before, and the state to carry on. */
function gradients<P extends Params, B extends tf.TensorContainer, S extends NamedTensors>(
  loss: TrainOptions<P, B, S>["loss"],
  variables: P,
  batch: B,
  state: S | undefined,
  clipNorm: number,
) {
  let next: S | undefined;
  const { value, grads } = tf.variableGrads(() => {
    const result = loss(variables, batch, state);
    if (result instanceof tf.Tensor) return result;
    // The tape disposes what the function does not return.
    next = mapTensors(result.state, (tensor) => tf.keep(tensor.clone()));
    return result.loss;
  }, Object.values(variables) as tf.Variable[]);
  const { clipped, norm } = clipByGlobalNorm(grads, clipNorm);
  return { loss: value, grads: clipped, norm, state: next };
}

function* take<T>(items: Iterable<T>, count: number): Iterable<T> {
  let left = count;
  if (left <= 0) return;
  for (const item of items) {
    yield item;
    if (--left === 0) return;
  }
}

/** Lets messages and signals in, at most once in `every` milliseconds: a kernel that never yields cannot be stopped. */
function pauses(every: number): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < every) return;
    await new Promise((resolve) => setImmediate(resolve));
    last = performance.now();
  };
}
