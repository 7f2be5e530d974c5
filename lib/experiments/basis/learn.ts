import { mean } from "../../analysis/statistics";
import type { Params } from "../../cells/cell";
import { fork, type Key } from "../../core/random";
import { tf } from "../../core/tf";
import type { Checkpoint } from "../../train/checkpoint";
import { type Trained, train } from "../../train/train";
import type { JobContext, Told } from "../jobs";

/** What every model of this section is trained with, by Adam. */
export interface Training {
  readonly batchSize: number;
  readonly steps: number;
  readonly learningRate: number;
  /** Over so many steps the learning rate falls in a line to zero; without it it stays. */
  readonly decaySteps?: number;
  /** Steps between two points of the curve. */
  readonly evaluateEvery: number;
}

/** Numbers that tell how good a model is on what is held out. */
export type Measures = Readonly<Record<string, number>>;

/** Where training stood after a step; `trainNats` is the mean loss since the point before. */
export type Point<M> = M & { readonly step: number; readonly trainNats: number };

export interface Learning<M> extends Told {
  readonly curve: readonly Point<M>[];
}

/** Whatever the wiring: fresh weights, and a loss. */
interface Wiring<B> {
  init(key: Key): Params;
  loss(params: Params, batch: B): tf.Scalar;
}

export interface LearnOptions<B, M> extends JobContext<Learning<M>> {
  readonly key: Key;
  readonly batches: Iterable<B>;
  readonly training: Training;
  readonly measure: (params: Params) => M;
}

export interface Learnt<M> {
  /** The caller disposes them. */
  readonly params: Params;
  readonly curve: readonly Point<M>[];
  readonly ended: Trained<Params>["ended"];
}

/** Trains a model of any wiring from weights drawn from `key`, and measures it on the way; a point that is not a number is left out. */
export async function learn<B extends tf.TensorContainer, M extends Measures>(
  model: Wiring<B>,
  { key, batches, training, measure, signal, report, checkpoint }: LearnOptions<B, M>,
): Promise<Learnt<M>> {
  const { steps, learningRate, decaySteps, evaluateEvery } = training;
  const initial = model.init(fork(key, "weights"));
  let notes = { curve: [] as Point<M>[], losses: [] as number[] };
  const saving: Checkpoint<typeof notes> | undefined = checkpoint
    ? {
        file: checkpoint,
        every: 5 * evaluateEvery,
        notes: () => notes,
        restore(saved) {
          notes = saved;
        },
      }
    : undefined;
  const { params, ended } = await train({
    params: initial,
    loss: (weights, batch: B) => model.loss(weights, batch),
    batches,
    steps,
    optimizer: { method: "adam", learningRate, decaySteps },
    clipNorm: 5,
    checkpoint: saving as Checkpoint | undefined,
    signal,
    onStep({ step, loss }, now) {
      notes.losses.push(loss);
      if (step % evaluateEvery === 0 || step === steps) {
        const measured = measure(now);
        const point = { ...measured, step, trainNats: mean(notes.losses) };
        if (Object.values(measured).every(Number.isFinite)) notes.curve.push(point);
        notes.losses = [];
      }
      report?.({ done: step, curve: notes.curve });
    },
  });
  tf.dispose(initial as tf.TensorContainer);
  return { params, curve: notes.curve, ended };
}
