import type { Params } from "../cells/cell";
import { compile } from "../core/compile";
import { expect } from "../core/errors";
import { fork, type Key, tensorKey } from "../core/random";
import { mapTensors, type NamedTensors } from "../core/tensors";
import { tf } from "../core/tf";
import { type Checkpoint, loadCheckpoint, save } from "./checkpoint";
import type { ClipOptions } from "./clip";
import { createOptimizer, type Optimizer, type OptimizerOptions } from "./optimizers";
import { type At, type Carried, type Loss, takeStep } from "./step";

/** One row a step: plain numbers, ready for a plot or a CSV. */
export interface StepRow {
  /** From 1. */
  readonly step: number;
  /** On this step's batch, before its update. */
  readonly loss: number;
  /** Of all gradients together, before clipping. */
  readonly gradNorm: number;
  /** Spent in steps since training began; not in what `onStep` does. */
  readonly seconds: number;
}

/** What a step is. */
export interface TrainerOptions<P extends Params, B extends tf.TensorContainer, S extends NamedTensors>
  extends ClipOptions {
  readonly loss: Loss<P, B, S>;
  readonly optimizer: OptimizerOptions;
  /**
   * Into how many equal parts a batch is cut, each computed on a core of its own: the loss must be a mean over the
   * first axis of the batch's tensors, and the state's first axis the same one. Where one of them does not divide evenly,
   * or has no axis, the batch stays whole.
   */
  readonly shards?: number;
}

/** Where the steps start, what they read, and how many there are. */
export interface RunOptions<P extends Params, B extends tf.TensorContainer, S extends NamedTensors> {
  /** Where to start; they stay the caller's. */
  readonly params: P;
  /** The state at the first batch; it stays the caller's. */
  readonly state?: S;
  /** May be endless: at most `steps` are drawn, and each is disposed after use. */
  readonly batches: Iterable<B>;
  readonly steps: number;
  /** Where the loss draws its random numbers from: it is given a key of each step's own. */
  readonly key?: Key;
  /** Where training saves itself, and goes on from if there is a file: with the same losses as if it had never stopped. */
  readonly checkpoint?: Checkpoint;
  /** Aborted: training ends after the step under way. */
  readonly signal?: AbortSignal;
  /** After each step, with the weights as they are until the next: to show progress, to evaluate, to sample. */
  readonly onStep?: (row: StepRow, params: P) => void | Promise<void>;
}

/** What a step is, where the steps start, and how many there are. */
export type TrainOptions<P extends Params, B extends tf.TensorContainer, S extends NamedTensors> = TrainerOptions<
  P,
  B,
  S
> &
  RunOptions<P, B, S>;

/** Trained weights, and how training went. */
export interface Trained<P extends Params> {
  /** The caller disposes them. */
  readonly params: P;
  readonly history: StepRow[];
  /** "diverged": the loss or its gradient was no longer a number; the history is that up to there, and the weights the last that are finite. */
  readonly ended: "finished" | "interrupted" | "diverged";
}

/** Trains again and again with the same compiled step, from other weights or on other batches; close it in the end. */
export interface Trainer<P extends Params, B extends tf.TensorContainer, S extends NamedTensors> {
  train(options: RunOptions<P, B, S>): Promise<Trained<P>>;
  close(): void;
}

/**
 * Params in, trained params out; every tensor in between is disposed here. The step is compiled: see `compile` for what
 * the loss may not do.
 */
export async function train<P extends Params, B extends tf.TensorContainer, S extends NamedTensors = NamedTensors>(
  options: TrainOptions<P, B, S>,
): Promise<Trained<P>> {
  const own = trainer(options);
  try {
    return await own.train(options);
  } finally {
    own.close();
  }
}

/** `train` with a step that stays compiled: recording it takes as long as hundreds of steps of a small model. */
export function trainer<P extends Params, B extends tf.TensorContainer, S extends NamedTensors = NamedTensors>(
  options: TrainerOptions<P, B, S>,
): Trainer<P, B, S> {
  const { shards = 1 } = options;
  expect(Number.isInteger(shards) && shards > 0, `train: shards: a positive whole number expected, got ${shards}`);
  const optimizer = createOptimizer(options.optimizer);
  const step = compile((at: At<P, B, S>) => takeStep(options, optimizer, at));
  return { train: (run) => takeSteps(run, optimizer, step), close: step.close };
}

async function takeSteps<P extends Params, B extends tf.TensorContainer, S extends NamedTensors>(
  options: RunOptions<P, B, S>,
  optimizer: Optimizer,
  step: (at: At<P, B, S>) => ReturnType<typeof takeStep<P, B, S>>,
): Promise<Trained<P>> {
  const { steps, key, checkpoint, signal, onStep } = options;
  const pause = pauses(100);
  const { history, ...first } = begin(options, optimizer);
  let { kept } = first;
  /** The weights of the step before: those of `kept` are known to be finite only once a loss has been computed with them. */
  let before: P | undefined;
  let ended: Trained<P>["ended"] = "finished";
  const resumed = history.length;
  try {
    let from = performance.now();
    for (const batch of take(skip(options.batches, history.length), steps - history.length)) {
      const draws = key && tensorKey(fork(key, history.length));
      const { loss, norm, ...next } = disposing([batch, draws], () => step({ ...kept, batch, key: draws }));
      const [value, gradNorm] = [loss.dataSync()[0], norm.dataSync()[0]];
      tf.dispose([loss, norm]);
      if (!Number.isFinite(value) || !Number.isFinite(gradNorm)) {
        tf.dispose(next as tf.TensorContainer);
        ended = "diverged";
        break;
      }
      tf.dispose(before as tf.TensorContainer);
      before = release(kept);
      kept = next;
      const seconds = (history.at(-1)?.seconds ?? 0) + (performance.now() - from) / 1000;
      history.push({ step: history.length + 1, loss: value, gradNorm, seconds });
      await onStep?.(history[history.length - 1], kept.params);
      await pause();
      if (history.length === steps) break;
      if (signal?.aborted) {
        ended = "interrupted";
        break;
      }
      if (checkpoint && history.length % checkpoint.every === 0) save(checkpoint, kept, history);
      from = performance.now();
    }
    if (before && !allFinite(kept.params)) {
      const { params: lost, ...rest } = kept;
      tf.dispose(lost as tf.TensorContainer);
      kept = { ...rest, params: before };
      before = undefined;
      ended = "diverged";
    }
    if (checkpoint && ended !== "diverged" && history.length > resumed) save(checkpoint, kept, history);
    tf.dispose(before as tf.TensorContainer);
    return { params: release(kept), history, ended };
  } catch (error) {
    tf.dispose([kept, before] as tf.TensorContainer);
    throw error;
  }
}

const allFinite = (tensors: NamedTensors): boolean =>
  Object.values(tensors).every((tensor) => tensor.dataSync().every(Number.isFinite));

/** What the first step starts from: the file's, or what the options say. */
function begin<P extends Params, B extends tf.TensorContainer, S extends NamedTensors>(
  { params, state, steps, checkpoint }: RunOptions<P, B, S>,
  optimizer: Optimizer,
): { kept: Carried<P, S>; history: StepRow[] } {
  const kept: Carried<P, S> = tf.tidy(() => ({
    params: mapTensors(params, (tensor) => tensor.clone()),
    memory: optimizer.init(params),
    state: state && mapTensors(state, (tensor) => tensor.clone()),
  }));
  try {
    const saved = checkpoint && loadCheckpoint<Carried<P, S>, StepRow>(checkpoint, kept);
    if (!saved) return { kept, history: [] };
    const taken = saved.history.length;
    expect(taken <= steps, () => `${checkpoint.file}: a checkpoint of at most ${steps} steps expected, got ${taken}`);
    tf.dispose(kept as tf.TensorContainer);
    return { kept: saved.groups, history: saved.history };
  } catch (error) {
    tf.dispose(kept as tf.TensorContainer);
    throw error;
  }
}

/** Disposes what `run` was given, also where it throws. */
function disposing<R>(given: readonly unknown[], run: () => R): R {
  try {
    return run();
  } finally {
    tf.dispose(given as tf.TensorContainer);
  }
}

/** Keeps the params of what was carried, and disposes the rest. */
function release<P extends Params, S extends NamedTensors>({ params, ...rest }: Carried<P, S>): P {
  tf.dispose(rest as tf.TensorContainer);
  return params;
}

/** The items after the first `count`, which are disposed: training has had them. */
function* skip<T extends tf.TensorContainer>(items: Iterable<T>, count: number): Iterable<T> {
  let left = count;
  for (const item of items) {
    if (left-- > 0) tf.dispose(item);
    else yield item;
  }
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
