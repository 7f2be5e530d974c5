import type { Params } from "../../../cells/cell";
import { stackOf } from "../../../cells/stackOf";
import { compile } from "../../../core/compile";
import { fork, type Key, seed, uniforms } from "../../../core/random";
import { mapTensors } from "../../../core/tensors";
import { tf } from "../../../core/tf";
import { corpus } from "../../../data/text";
import { slidingWindows } from "../../../data/windows";
import { type Learning, learn } from "../../../lab/learn";
import type { JobContext } from "../../../lab/runJob";
import { wholeWindows } from "../../../lab/textLearner";
import { charLm } from "../../../models/charLm";
import { evaluate } from "../../../train/evaluate";
import { sampler } from "../../../train/sample";
import { trainer } from "../../../train/train";
import { type CharRnnJob, type CharRnnModelResult, type EpochPoint, heldOutShare, recipe } from "./config";

/** Trains one model by char-rnn's recipe. */
export async function runCharRnnModel(
  job: CharRnnJob,
  context: JobContext<Learning<EpochPoint>>,
): Promise<CharRnnModelResult> {
  const { batchSize, windowLength, epochs, learningRate, seed: number } = job;
  const text = corpus(job.corpus, { windowLength, heldOutShare });
  const model = charLm(stackOf({ ...job, inputSize: text.vocabulary.size }));
  const key = seed(number);
  const every = wholeWindows(text.train, job);
  const own = trainer({
    loss: model.loss,
    optimizer: {
      ...{ method: "rmsprop", learningRate, smoothing: recipe.smoothing },
      decay: { after: recipe.decayAfter * every, every, factor: recipe.decay },
    },
    // char-rnn clips the gradient of the sum over the window, which is as many times that of the mean.
    clipValue: recipe.clip / windowLength,
  });
  const loss = compile(model.loss);
  const heldOutNats = (params: Params): number => {
    const state = model.zeroState(batchSize);
    const nats = evaluate((batch, carried) => loss(params, batch, carried), {
      ...{ batches: slidingWindows(text.heldOut, job), state, count: wholeWindows(text.heldOut, job) },
    });
    tf.dispose(state as tf.TensorContainer);
    return nats;
  };
  const writer = sampler(model);
  try {
    const { params, curve, ended } = await learn(own, {
      ...context,
      params: smallWeights(model.init(fork(key, "biases")), key),
      state: model.zeroState(batchSize),
      batches: slidingWindows(text.train, job),
      ...{ steps: epochs * every, evaluateEvery: every },
      point(now, { step, seconds, loss }): EpochPoint | undefined {
        const nats = heldOutNats(now);
        const characters = step * batchSize * windowLength;
        return Number.isFinite(nats)
          ? { epoch: step / every, characters, seconds, trainNats: loss, heldOutNats: nats }
          : undefined;
      },
    });
    const last = curve.at(-1);
    const sequences = [{ prompt: text.heldOut.subarray(0, windowLength), temperature: 1, key: fork(key, "text") }];
    const written = last ? text.vocabulary.decode(writer.draw(params, { sequences, length: job.textLength })[0]) : "";
    tf.dispose(params);
    return { seed: number, ended, curve, text: written };
  } finally {
    for (const { close } of [own, loss, writer]) close();
  }
}

/** Uniform within ±0.08; biases as they are: that of the forget gate is 1. The weights that it is given are disposed. */
function smallWeights(initial: Params, key: Key): Params {
  const weights = mapTensors(initial, (weight, name) => {
    if (/(^|\.)b[a-z]*$/.test(name)) return weight.clone();
    const next = uniforms(fork(key, name));
    const values = Float32Array.from({ length: weight.size }, () => recipe.weights * (2 * next() - 1));
    return tf.tensor(values, weight.shape);
  });
  tf.dispose(initial);
  return weights;
}
