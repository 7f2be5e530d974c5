import { type Params, unroll } from "../../../cells/cell";
import { vanilla } from "../../../cells/vanilla";
import { fork, seed } from "../../../core/random";
import { mapTensors } from "../../../core/tensors";
import { tf } from "../../../core/tf";
import { vocabulary } from "../../../data/vocabulary";
import type { TokenBatch } from "../../../data/windows";
import type { Told } from "../../../lab/jobProgress";
import type { JobContext } from "../../../lab/runJob";
import { charLm } from "../../../models/charLm";
import { train } from "../../../train/train";
import type { HelloJob, HelloModelResult, HelloPass } from "./config";

/** A word as tokens, numbered in the order of their first occurrence. */
export function wordTokens(word: string) {
  const letters = [...new Set(word)];
  const all = vocabulary(word);
  const order = letters.map((letter) => all.encode(letter)[0]);
  const tokens = Array.from(all.encode(word), (token) => order.indexOf(token));
  return { letters, tokens };
}

export async function runHelloModel(job: HelloJob, context: JobContext<Told>): Promise<HelloModelResult> {
  const { letters, tokens } = wordTokens(job.word);
  const T = tokens.length - 1;
  const model = charLm(vanilla({ inputSize: letters.length, hiddenSize: job.hiddenSize }));
  const initial = model.init(fork(seed(job.seed), "weights"));
  const batch = (shape: [number, number]): TokenBatch => ({
    inputs: tf.tensor2d(tokens.slice(0, -1), shape, "int32"),
    targets: tf.tensor2d(tokens.slice(1), shape, "int32"),
  });
  /** One text of T letters; or T texts of one letter each, where nothing is carried from one to the next. */
  const learn = async (shape: [number, number], done: number) => {
    const curve: { step: number; nats: number }[] = [];
    const word = batch(shape);
    const { params, ended } = await train({
      params: initial,
      loss: (weights, at: TokenBatch) => tf.tidy(() => model.loss(weights, at).loss),
      batches: copies(word),
      steps: job.steps,
      optimizer: { method: "adam", learningRate: job.learningRate },
      signal: context.signal,
      onStep({ step, loss }) {
        if (step === 1 || step % job.evaluateEvery === 0) curve.push({ step: step - 1, nats: loss });
        context.report?.({ done: done + step });
      },
    });
    const [nats, written] = tf.tidy(() => [
      model.loss(params, word).loss.dataSync()[0],
      Array.from(model.logits(params, word.inputs).logits.argMax(-1).dataSync(), (token) => letters[token]).join(""),
    ]);
    tf.dispose(word as tf.TensorContainer);
    const sound = Number.isFinite(nats);
    if (sound && ended === "finished") curve.push({ step: job.steps, nats });
    return { params, result: { ended, curve, nats: sound ? nats : null, written } };
  };
  const kept = await learn([1, T], 0);
  const emptied = await learn([T, 1], job.steps);
  const pass = kept.result.nats !== null && job.seed === 1 ? passOf(job, kept.params) : null;
  tf.dispose([initial, kept.params, emptied.params]);
  return { seed: job.seed, withState: kept.result, without: emptied.result, pass };
}

/** The same batch without end; training disposes each after use. */
function* copies({ inputs, targets }: TokenBatch): Generator<TokenBatch> {
  for (;;) yield { inputs: inputs.clone(), targets: targets.clone() };
}

/** Weights rounded to two decimals, and what the network computes with these at each letter. */
function passOf({ word, hiddenSize }: HelloJob, params: Params): HelloPass {
  const { letters, tokens } = wordTokens(word);
  const cell = vanilla({ inputSize: letters.length, hiddenSize });
  return tf.tidy(() => {
    const rounded = mapTensors(params, (tensor) => tensor.mul(100).round().div(100)) as Params &
      ReturnType<typeof cell.init>;
    const { h } = unroll(cell, rounded, tf.tensor2d([tokens.slice(0, -1)], undefined, "int32"));
    const logits = h.squeeze<tf.Tensor2D>([0]).matMul(rounded.Wy).add(rounded.by) as tf.Tensor2D;
    const [hs, scores, probs] = [h.squeeze<tf.Tensor2D>([0]), logits, logits.softmax() as tf.Tensor2D].map((x) =>
      x.arraySync(),
    );
    const steps = hs.map((state, t) => ({
      ...{ read: letters[tokens[t]], next: letters[tokens[t + 1]], h: state, logits: scores[t], probs: probs[t] },
      nats: -Math.log(probs[t][tokens[t + 1]]),
    }));
    const weights = Object.entries(rounded).map(([name, tensor]) => [name, rowsOfTwoDecimals(tensor)]);
    return { weights: Object.fromEntries(weights), steps };
  });
}

function rowsOfTwoDecimals(tensor: tf.Tensor): number[][] {
  const rows = (tensor.rank === 1 ? tensor.expandDims(0) : tensor).arraySync() as number[][];
  return rows.map((row) => row.map((value) => Math.round(value * 100) / 100 + 0));
}
