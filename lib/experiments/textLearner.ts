import { mean } from "../analysis/statistics";
import type { Params } from "../cells/cell";
import { compile } from "../core/compile";
import { fork, type Key, uniforms } from "../core/random";
import { tf } from "../core/tf";
import type { Corpus } from "../data/text";
import { slidingWindows } from "../data/windows";
import type { CharLm } from "../models/charLm";
import type { Checkpoint } from "../train/checkpoint";
import { evaluate } from "../train/evaluate";
import { type Trained, trainer } from "../train/train";
import type { JobContext, Told } from "./jobs";

/** How a language model is trained on a text, and how often its loss on the held-out part is measured. */
export interface TextTraining {
  readonly batchSize: number;
  readonly windowLength: number;
  readonly steps: number;
  readonly learningRate: number;
  /** Over so many steps the learning rate falls in a line to zero; without it it stays. */
  readonly decaySteps?: number;
  /** Into how many parts a batch is cut; 1 is faster where a job has only one core. */
  readonly shards?: number;
  readonly clipNorm: number;
  /** Steps between two points of the loss curve. */
  readonly evaluateEvery: number;
  /** On how many windows of each of `batchSize` readers of the held-out text the loss is measured. */
  readonly heldOutWindows: number;
}

export interface CurvePoint {
  readonly step: number;
  readonly characters: number;
  /** Spent in the steps up to here. */
  readonly seconds: number;
  /** Mean over the steps since the point before. */
  readonly trainBits: number;
  readonly heldOutBits: number;
}

/** How far a model is: its steps, and the curve up to there. */
export interface TextProgress<M = unknown> extends Told {
  readonly curve: readonly (CurvePoint & M)[];
}

export interface LearnOptions<M> extends JobContext<TextProgress<M>> {
  /** What else belongs to a point of the curve; plain data. */
  readonly measure?: (params: Params, step: number) => M;
  /** "none" starts every window with an empty state; by default each goes on with the state of the one before. */
  readonly carry?: "state" | "none";
  /** Where dropout's draws come from; without it nothing is dropped. */
  readonly dropoutKey?: Key;
}

export interface Learnt<M> {
  /** The caller disposes them. */
  readonly params: Params;
  readonly curve: readonly (CurvePoint & M)[];
  readonly ended: Trained<Params>["ended"];
}

/**
 * A text, a model of its characters, and the training of that model, whose step stays compiled from one `learn` to the
 * next; close it when it is no longer needed.
 */
export interface TextLearner {
  /** Trains from weights, and from a place in the text, that are drawn from `key`. */
  learn<M = unknown>(key: Key, options: LearnOptions<M>): Promise<Learnt<M>>;
  /** Bits per held-out character: readers start with an empty state and carry it from window to window. */
  heldOutBits(params: Params): number;
  close(): void;
}

export function textLearner(text: Corpus, model: CharLm, training: TextTraining): TextLearner {
  const { batchSize, windowLength, steps, learningRate, decaySteps, evaluateEvery, heldOutWindows } = training;
  const loss = compile(model.loss);
  const optimizer = { method: "adam", learningRate, decaySteps } as const;
  const method = { optimizer, clipNorm: training.clipNorm, shards: training.shards ?? 2 };
  const trainers = {
    state: trainer({ ...method, loss: model.loss }),
    none: trainer({ ...method, loss: fresh(model) }),
  };

  function heldOutBits(params: Params): number {
    const state = model.zeroState(batchSize);
    const nats = evaluate((batch, carried) => loss(params, batch, carried), {
      batches: slidingWindows(text.heldOut, { batchSize, windowLength }),
      state,
      count: heldOutWindows,
    });
    tf.dispose(state as tf.TensorContainer);
    return nats / Math.LN2;
  }

  async function learn<M>(key: Key, options: LearnOptions<M>): Promise<Learnt<M>> {
    const { signal, report, checkpoint, measure, carry = "state", dropoutKey } = options;
    const [initial, state] = [model.init(fork(key, "weights")), model.zeroState(batchSize)];
    let curve: (CurvePoint & M)[] = [];
    let losses: number[] = [];
    const saving: Checkpoint<{ curve: typeof curve; losses: number[] }> | undefined = checkpoint
      ? {
          file: checkpoint,
          every: 5 * evaluateEvery,
          notes: () => ({ curve, losses }),
          restore(notes) {
            ({ curve, losses } = notes);
          },
        }
      : undefined;
    const { params, ended } = await trainers[carry].train({
      params: initial,
      state: carry === "state" ? state : undefined,
      batches: slidingWindows(text.train, { batchSize, windowLength, start: startOf(text.train, key) }),
      steps,
      key: dropoutKey,
      checkpoint: saving as Checkpoint | undefined,
      signal,
      onStep({ step, loss: nats, seconds }, now) {
        losses.push(nats);
        if (step % evaluateEvery === 0 || step === steps) {
          const trainBits = mean(losses) / Math.LN2;
          const characters = step * batchSize * windowLength;
          const point = { step, characters, seconds, trainBits, heldOutBits: heldOutBits(now) };
          if (Number.isFinite(point.heldOutBits)) curve.push({ ...point, ...(measure?.(now, step) as M) });
          losses = [];
        }
        report?.({ done: step, curve });
      },
    });
    tf.dispose([initial, state] as tf.TensorContainer);
    return { params, curve, ended };
  }

  const close = () => {
    for (const { close } of [loss, trainers.state, trainers.none]) close();
  };
  return { learn, heldOutBits, close };
}

/** The loss of a window that starts with an empty state. */
const fresh =
  (model: CharLm): ((...args: Parameters<CharLm["loss"]>) => tf.Scalar) =>
  (params, batch, _, key) =>
    tf.tidy(() => model.loss(params, batch, undefined, key).loss);

/** Where in the text the first reader starts, so that models differ in what they read when. */
const startOf = (tokens: Int32Array, key: Key): number => Math.floor(uniforms(fork(key, "start"))() * tokens.length);
