import type { Params, State } from "../../../cells/cell";
import { stackOf } from "../../../cells/stackOf";
import { compile } from "../../../core/compile";
import { fork, seed } from "../../../core/random";
import { tf } from "../../../core/tf";
import { type RecallWindow, recallSymbols, recallWindows } from "../../../data/recallStream";
import type { Told } from "../../../lab/jobProgress";
import type { JobContext } from "../../../lab/runJob";
import { type CharLm, charLm } from "../../../models/charLm";
import { train } from "../../../train/train";
import type { RecallJob, RecallModelResult } from "./config";

export const stepsOf = ({ length, windowLength }: RecallJob): number => Math.ceil(length / windowLength);

export async function runRecallModel(
  job: RecallJob,
  { signal, report, checkpoint }: JobContext<Told>,
): Promise<RecallModelResult> {
  const { cell, kind, lag, batchSize, learningRate, clipNorm } = job;
  const key = seed(job.seed);
  const model = charLm(stackOf({ ...job, layers: 1, inputSize: recallSymbols.size, fanIn: 1 }));
  const [initial, state] = [model.init(fork(key, "weights")), model.zeroState(batchSize)];
  const answers = (params: Params, batch: RecallWindow, before?: State) => answerLoss(model, { params, batch, before });
  const { params, ended } = await train({
    params: initial,
    ...(kind === "emptied"
      ? { loss: (weights: Params, batch: RecallWindow) => tf.tidy(() => answers(weights, batch).loss) }
      : { loss: answers, state }),
    batches: recallWindows({ ...job, key: fork(key, `lag ${lag}`) }),
    steps: stepsOf(job),
    optimizer: { method: "adam", learningRate, decaySteps: stepsOf(job) },
    clipNorm,
    checkpoint: checkpoint ? { file: checkpoint, every: 500 } : undefined,
    signal,
    onStep: ({ step }) => report?.({ done: step }),
  });
  const accuracy = accuracyOf(job, { model, params });
  tf.dispose([initial, state, params] as tf.TensorContainer);
  return { cell, kind, lag, learningRate, seed: job.seed, ended, accuracy };
}

type Reading = { readonly params: Params; readonly batch: RecallWindow; readonly before?: State };

/** Mean cross-entropy of the answers that the window asks for, 0 where it asks for none; how many are right, and the state. */
function answerLoss(model: CharLm, { params, batch: { inputs, targets, asked }, before }: Reading) {
  return tf.tidy(() => {
    const { logits, state } = model.logits(params, inputs, before);
    const logProbs = logits.logSoftmax();
    const nats = logProbs.mul(tf.oneHot(targets, recallSymbols.size)).sum(-1).neg().mul(asked).sum();
    const count = asked.sum();
    const right = logits.argMax(-1).equal(targets).cast("float32").mul(asked).sum();
    return { loss: nats.div(tf.maximum(count, 1)) as tf.Scalar, state, right, count };
  });
}

/** On new streams, read as in training; the first ones are read for their state only. */
function accuracyOf(job: RecallJob, { model, params }: { model: CharLm; params: Params }): number {
  const count = compile((weights: Params, batch: RecallWindow, before: State | undefined) => {
    const { right, count: all, state } = answerLoss(model, { params: weights, batch, before });
    return { right, all, state };
  });
  let state: State | undefined;
  let [right, all, read] = [0, 0, 0];
  for (const batch of recallWindows({ ...job, key: fork(seed(job.seed), "test") })) {
    const result = count(params, batch, state);
    right += result.right.dataSync()[0];
    all += result.all.dataSync()[0];
    tf.dispose([batch, state, result.right, result.all] as tf.TensorContainer);
    state = job.kind === "emptied" ? void tf.dispose(result.state as tf.TensorContainer) : result.state;
    read += job.windowLength;
    if (read >= 20 * (job.lag + 1)) break;
  }
  tf.dispose(state as tf.TensorContainer);
  count.close();
  return right / all;
}
