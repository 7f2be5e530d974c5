import { mean } from "../analysis/statistics";
import type { Params } from "../cells/cell";
import type { Key } from "../core/random";
import type { NamedTensors } from "../core/tensors";
import { tf } from "../core/tf";
import type { Trained, Trainer } from "../train/train";
import type { JobContext, Told } from "./jobs";

/** Numbers that tell how good a model is. */
export type Measures = Readonly<Record<string, number>>;

/** One model's training, by a trainer that others use before and after it. */
export interface Turn<B extends tf.TensorContainer, S extends NamedTensors, M extends Measures> {
  readonly params: Params;
  readonly batches: Iterable<B>;
  readonly steps: number;
  readonly evaluateEvery: number;
  /** Where the loss draws from, if it draws. */
  readonly key?: Key;
  readonly state?: S;
  /** What is measured on the way, besides the mean loss since the point before. */
  readonly measure: (params: Params) => M;
}

export type TurnPoint<M> = M & { readonly step: number; readonly trainNats: number };

export interface TurnTold<M> extends Told {
  readonly curve: readonly TurnPoint<M>[];
}

export interface TurnResult<M> {
  /** The caller disposes them. */
  readonly params: Params;
  readonly curve: readonly TurnPoint<M>[];
  readonly ended: Trained<Params>["ended"];
  /** Of the steps alone. */
  readonly seconds: number;
}

/** Trains one model and measures it on the way; it disposes what it is given. A point that is not a number is left out. */
export async function takeTurn<B extends tf.TensorContainer, S extends NamedTensors, M extends Measures>(
  trainer: Trainer<Params, B, S>,
  { params: initial, state, evaluateEvery, measure, ...turn }: Turn<B, S, M>,
  { signal, report, checkpoint }: JobContext<TurnTold<M>>,
): Promise<TurnResult<M>> {
  let notes = { curve: [] as TurnPoint<M>[], losses: [] as number[] };
  const { params, ended, history } = await trainer.train({
    ...turn,
    ...{ params: initial, state, signal },
    checkpoint: checkpoint
      ? {
          file: checkpoint,
          every: 5 * evaluateEvery,
          notes: () => notes,
          restore(saved) {
            notes = saved as typeof notes;
          },
        }
      : undefined,
    onStep({ step, loss }, now) {
      notes.losses.push(loss);
      if (step % evaluateEvery === 0 || step === turn.steps) {
        const point = { ...measure(now), step, trainNats: mean(notes.losses) };
        if (Object.values(point).every(Number.isFinite)) notes.curve.push(point);
        notes.losses = [];
      }
      report?.({ done: step, curve: notes.curve });
    },
  });
  tf.dispose([initial, state] as tf.TensorContainer);
  return { params, curve: notes.curve, ended, seconds: history.at(-1)?.seconds ?? 0 };
}

/** `one` for the seeds 1 to `seeds`; once the signal is aborted, that under way is the last. */
export async function seedBySeed<M, R>(
  { seeds, steps }: { readonly seeds: number; readonly steps: number },
  { signal, report, checkpoint }: JobContext<TurnTold<M>>,
  one: (seed: number, context: JobContext<TurnTold<M>>) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  for (let n = 1; n <= seeds; n++) {
    if (results.length > 0 && signal?.aborted) break;
    const own = {
      signal,
      checkpoint: checkpoint && `${checkpoint}-${n}`,
      report: (told: TurnTold<M>) => report?.({ ...told, done: (n - 1) * steps + told.done }),
    };
    results.push(await one(n, own));
  }
  return results;
}
