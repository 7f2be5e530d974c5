import { mean } from "../../analysis/statistics";
import { type Cell, type Params, unrollTimeMajor } from "../../cells/cell";
import { compile } from "../../core/compile";
import { fork, type Key } from "../../core/random";
import { tf } from "../../core/tf";
import { type RecallBatch, type RecallOptions, recallBatches } from "../../data/recall";
import { charLm } from "../../models/charLm";
import { crossEntropy } from "../../models/crossEntropy";
import { train } from "../../train/train";
import type { CurvePoint, LearnOptions, Learnt, TextTraining } from "../textLearner";

/** The loss at the question alone: mean cross-entropy in nats of the symbol asked for. */
export const recallLoss =
  (cell: Cell) =>
  (params: Params, { inputs, targets }: RecallBatch): tf.Scalar =>
    tf.tidy(() => {
      const { state } = unrollTimeMajor(cell, params, inputs.transpose() as tf.Tensor2D);
      return crossEntropy(state.h.matMul(params.Wy).add(params.by) as tf.Tensor2D, targets);
    });

/** As a `textLearner`, but on sequences of the recall task, new ones at every step; "held out" are some never learnt from. */
export function recallLearner(cell: Cell, options: RecallOptions, training: TextTraining) {
  const { steps, learningRate, clipNorm, evaluateEvery, heldOutWindows } = training;
  const loss = recallLoss(cell);
  const compiled = compile(loss);

  function heldOutBits(params: Params, held: readonly RecallBatch[]): number {
    const nats = held.map((batch) => {
      const value = compiled(params, batch);
      const [number] = value.dataSync();
      value.dispose();
      return number;
    });
    return mean(nats) / Math.LN2;
  }

  async function learn(key: Key, { signal, report }: LearnOptions<unknown>): Promise<Learnt<unknown>> {
    const initial = charLm(cell).init(fork(key, "weights"));
    const held = first(recallBatches(fork(key, "held out"), options), heldOutWindows);
    const curve: CurvePoint[] = [];
    let losses: number[] = [];
    const { params, ended } = await train({
      params: initial,
      loss,
      batches: recallBatches(fork(key, "learnt"), options),
      steps,
      optimizer: { method: "adam", learningRate },
      clipNorm,
      shards: 2,
      signal,
      onStep({ step, loss: nats, seconds }, now) {
        losses.push(nats);
        if (step % evaluateEvery === 0 || step === steps) {
          const characters = step * options.batchSize * (options.lag + 2);
          const point = {
            step,
            characters,
            seconds,
            trainBits: mean(losses) / Math.LN2,
            heldOutBits: heldOutBits(now, held),
          };
          if (Number.isFinite(point.heldOutBits)) curve.push(point);
          losses = [];
        }
        report?.({ done: step, curve });
      },
    });
    tf.dispose([initial, held] as unknown as tf.TensorContainer);
    return { params, curve, ended };
  }

  return { learn, close: compiled.close };
}

function first<T>(items: Iterable<T>, count: number): T[] {
  const taken: T[] = [];
  for (const item of items) if (taken.push(item) === count) break;
  return taken;
}
