import type { Params } from "../cells/cell";
import { expectForms, expectIterable } from "../core/argumentForms";
import { compile } from "../core/compile";
import { type InCell, inCell } from "../core/inCell";
import { fork, tensorKey } from "../core/random";
import { sayNow } from "../core/sayOnce";
import { onTermination } from "../core/stop";
import type { NamedTensors } from "../core/tensors";
import { tf } from "../core/tf";
import { nextTurn } from "../core/turn";
import { save } from "./checkpoint";
import { divergence } from "./divergence";
import { lossWatch } from "./lossWatch";
import { createOptimizer, type Optimizer } from "./optimizers";
import { begin, expectNew, handedBack } from "./position";
import { type At, takeStep } from "./step";
import {
  type RunOptions,
  runForm,
  type Trained,
  type TrainerOptions,
  type TrainOptions,
  trainerForm,
} from "./trainOptions";

/** Trains again and again with the same compiled step, from other weights or on other batches; close it in the end. */
export interface Trainer<P extends Params, B extends tf.TensorContainer, S extends NamedTensors> {
  train(options: RunOptions<P, B, S>): Promise<Trained<P>>;
  close(): void;
}

/**
 * Params in, trained params out; every tensor in between is disposed here. The step is compiled: see `compile` for what
 * the loss may not do. In a notebook's cell the loss is drawn while it falls, and the Stop ends training with what it has
 * reached: `from` goes on from there.
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
  expectForms("train", { options: [trainerForm, options] });
  const optimizer = createOptimizer(options.optimizer);
  const step = compile((at: At<P, B, S>) => takeStep(options, optimizer, at));
  return {
    async train(run) {
      expectForms("train", { options: [runForm, run] });
      expectIterable("train: options.batches", run.batches);
      return inCell("training", (cell) => takeSteps(run, optimizer, step, cell));
    },
    close: step.close,
  };
}

async function takeSteps<P extends Params, B extends tf.TensorContainer, S extends NamedTensors>(
  options: RunOptions<P, B, S>,
  optimizer: Optimizer,
  step: (at: At<P, B, S>) => ReturnType<typeof takeStep<P, B, S>>,
  cell: InCell,
): Promise<Trained<P>> {
  const { steps, key, checkpoint, signal, onStep, onDiverged = sayNow } = options;
  const pause = pauses(100);
  const { history, ...first } = begin(options, optimizer);
  let { kept } = first;
  let ended: Trained<P>["ended"] = "finished";
  const before = history.length;
  const watch = cell.tell && lossWatch(cell.tell, history, steps);
  const forget = onTermination(() => tf.dispose(kept as tf.TensorContainer));
  try {
    let from = performance.now();
    for (const batch of take(skip(options.batches, before), steps - before)) {
      const draws = key && tensorKey(fork(key, history.length));
      const { loss, norm, finite, ...next } = disposing([batch, draws], () => step({ ...kept, batch, key: draws }));
      const [value, gradNorm, sound] = [loss, norm, finite].map((scalar) => scalar.dataSync()[0]);
      tf.dispose([loss, norm, finite]);
      const row = { step: history.length + 1, loss: value, gradNorm };
      if (!sound || !Number.isFinite(value) || !Number.isFinite(gradNorm)) {
        tf.dispose(next as tf.TensorContainer);
        ended = "diverged";
        onDiverged(divergence(row, history.at(-1)));
        break;
      }
      tf.dispose(kept as tf.TensorContainer);
      kept = next;
      history.push({ ...row, seconds: (history.at(-1)?.seconds ?? 0) + (performance.now() - from) / 1000 });
      watch?.(history[history.length - 1]);
      await onStep?.(history[history.length - 1], kept.params);
      await pause();
      if (history.length === steps) break;
      if (signal?.aborted || cell.signal.aborted) {
        ended = "interrupted";
        break;
      }
      if (checkpoint && history.length % checkpoint.every === 0) save(checkpoint, kept, history);
      from = performance.now();
    }
    if (ended === "finished") expectNew(history.length, { before, steps });
    if (checkpoint && ended !== "diverged" && history.length > before) save(checkpoint, kept, history);
    return handedBack(kept, history, ended);
  } catch (error) {
    tf.dispose(kept as tf.TensorContainer);
    throw error;
  } finally {
    forget();
  }
}

/** Disposes what `run` was given, also where it throws. */
function disposing<R>(given: readonly unknown[], run: () => R): R {
  const release = () => tf.dispose(given as tf.TensorContainer);
  const forget = onTermination(release);
  try {
    return run();
  } finally {
    forget();
    release();
  }
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
    await nextTurn();
    last = performance.now();
  };
}
