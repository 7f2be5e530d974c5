import { mean } from "../../analysis/statistics";
import type { Params } from "../../cells/cell";
import { unroll } from "../../cells/cell";
import { vanilla } from "../../cells/vanilla";
import { expect } from "../../core/errors";
import { fork, seed } from "../../core/random";
import { mapTensors } from "../../core/tensors";
import { tf } from "../../core/tf";
import { vocabulary } from "../../data/vocabulary";
import type { TokenBatch } from "../../data/windows";
import { charLm } from "../../models/charLm";
import { type Trained, train } from "../../train/train";
import type { RunContext } from "../../view/session";
import { type JobContext, runJobs, type Told } from "../jobs";

export const helloDefaults = {
  /** Each of its letters but the first is to be predicted from those before it. */
  word: "hello",
  hiddenSize: 3,
  steps: 300,
  learningRate: 0.05,
  /** Steps between two points of the loss curve. */
  evaluateEvery: 5,
  seeds: 12,
};
export interface HelloConfig extends Readonly<typeof helloDefaults> {}

export const helloPresets = {
  smoke: { steps: 120, evaluateEvery: 20, seeds: 3 },
  full: { seeds: 100 },
} satisfies Record<string, Partial<HelloConfig>>;

export type HelloJob = Omit<HelloConfig, "seeds"> & { readonly seed: number };

/** A training of the same fresh weights: by a network that keeps its state, and by one whose state is emptied at each letter. */
export interface HelloTraining {
  readonly ended: Trained<Params>["ended"];
  readonly curve: readonly { readonly step: number; readonly nats: number }[];
  /** Nats per letter after training; null where that is no longer a number. */
  readonly nats: number | null;
  /** The likeliest letter after each that is read. */
  readonly written: string;
}

/** One pass over the word, letter by letter, with weights of two decimals: each number can be computed by hand. */
export interface HelloPass {
  /** By name, a row a list: Wx a letter, Wh and Wy a unit; b and by one row. */
  readonly weights: Readonly<Record<string, readonly (readonly number[])[]>>;
  readonly steps: readonly {
    readonly read: string;
    readonly next: string;
    readonly h: readonly number[];
    readonly logits: readonly number[];
    readonly probs: readonly number[];
    /** −ln p of the letter that comes next. */
    readonly nats: number;
  }[];
}

export interface HelloModelResult {
  readonly seed: number;
  readonly withState: HelloTraining;
  readonly without: HelloTraining;
  readonly pass: HelloPass | null;
}

export interface HelloResult {
  readonly config: HelloConfig;
  /** In the order of their first occurrence, as on the slide. */
  readonly letters: readonly string[];
  /** The least that any predictor can reach that sees the current letter only, in nats per letter. */
  readonly bound: number;
  readonly models: readonly HelloModelResult[];
}

/** Trains each seed's network on the word twice, with its state and without. */
export async function runHello(config: HelloConfig, context: RunContext): Promise<HelloResult> {
  const { seeds, ...each } = config;
  const word = reading(config.word);
  expect(
    word.letters.length > 1,
    () => `word: at least two different letters expected, got ${JSON.stringify(config.word)}`,
  );
  const models = await runJobs(
    runHelloModel,
    Array.from({ length: seeds }, (_, i) => ({ ...each, seed: i + 1 })),
    {
      context,
      file: require.resolve("./hello"),
      size: ({ steps }) => 2 * steps,
      unit: "steps",
      inProcesses: false,
    },
  );
  return { config, letters: word.letters, bound: memorylessBound(config.word), models };
}

/**
 * The entropy of the next letter given the current one, by the word's own counts, in nats per letter: exact, for the best
 * memoryless predictor gives each next letter its share among those that follow the same letter. "hello": (2 ln 2) / 4.
 */
export function memorylessBound(word: string): number {
  const pairs = Array.from(word)
    .slice(0, -1)
    .map((letter, i) => letter + Array.from(word)[i + 1]);
  const count = (start: string) => pairs.filter((pair) => pair.startsWith(start)).length;
  return mean(pairs.map((pair) => Math.log(count(pair.slice(0, -1)) / count(pair))));
}

/** A word as tokens, numbered in the order of their first occurrence. */
function reading(word: string) {
  const letters = [...new Set(word)];
  const all = vocabulary(word);
  const order = letters.map((letter) => all.encode(letter)[0]);
  const tokens = Array.from(all.encode(word), (token) => order.indexOf(token));
  return { letters, tokens };
}

export async function runHelloModel(job: HelloJob, context: JobContext<Told>): Promise<HelloModelResult> {
  const { letters, tokens } = reading(job.word);
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
  const { letters, tokens } = reading(word);
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
