import { expectForms, forms } from "../core/argumentForms";
import { expect } from "../core/errors";
import { type Key, uniforms } from "../core/random";
import { tf } from "../core/tf";

/** Sequences in which few steps matter, and what is to be said at their end: classes (int32), or numbers. */
export type LongLagBatch = { readonly inputs: tf.Tensor3D | tf.Tensor2D; readonly targets: tf.Tensor2D };

/** A task whose lag can be set: about so many steps that do not matter lie between those that do and the answer. */
export interface LongLagTask {
  readonly inputSize: number;
  /** Of an answer: the number of classes, or 1 for a number. */
  readonly outputSize: number;
  /** The lowest expected loss of one who does not look at the sequence: nats, or a mean squared error. */
  baseline(lag: number): number;
  /** Inputs [N, T, 2] or, one-hot by number, [N, T]; targets [N, K] for the last K steps. The caller disposes them. */
  batch(key: Key, size: LongLagSize): LongLagBatch;
}

export interface LongLagSize {
  readonly batchSize: number;
  readonly lag: number;
}

/**
 * Temporal order. Among distractors stand two symbols, each A or B: which two, in which order? The first lies in the
 * second tenth of the sequence, the other in the sixth; T = lag. Not to look costs ln 4 = 1.386 nats.
 * @see Hochreiter & Schmidhuber 1997, experiment 6a; Pascanu et al. 2013, section 4.1
 */
const temporalOrder: LongLagTask = {
  inputSize: 6,
  outputSize: 4,
  baseline: () => Math.log(4),
  batch(key, size) {
    const { batchSize: N, lag: T } = expectSize("longLagTasks.temporalOrder", key, size, 1);
    const { below, next } = draws(key);
    const inputs = Int32Array.from({ length: N * T }, () => 2 + below(4));
    const targets = Int32Array.from({ length: N }, (_, n) => {
      const [first, second] = [1, 5].map((tenth) => {
        const symbol = below(2);
        inputs[n * T + Math.floor((T * (tenth + next())) / 10)] = symbol;
        return symbol;
      });
      return 2 * first + second;
    });
    return { inputs: tf.tensor2d(inputs, [N, T], "int32"), targets: tf.tensor2d(targets, [N, 1], "int32") };
  },
};

/**
 * The adding problem. Each step has a number, uniform in [0, 1], and a mark, which is 1 at one step of the first half and
 * at one of the second: what is the sum of the two marked numbers? T = lag. Always to say 1 has the least squared error of
 * those who do not look, the variance of the sum of two uniform numbers: 2 · 1/12 = 0.1667.
 * @see Hochreiter & Schmidhuber 1997, experiment 4; this form: Le et al. 2015, Arjovsky et al. 2016
 */
const adding: LongLagTask = {
  inputSize: 2,
  outputSize: 1,
  baseline: () => 1 / 6,
  batch(key, size) {
    const { batchSize: N, lag: T } = expectSize("longLagTasks.adding", key, size, 2);
    const { below, next } = draws(key);
    const inputs = Float32Array.from({ length: N * T * 2 }, (_, i) => (i % 2 === 0 ? next() : 0));
    const half = Math.floor(T / 2);
    const targets = Float32Array.from({ length: N }, (_, n) => {
      const marked = [below(half), half + below(T - half)].map((t) => 2 * (n * T + t));
      for (const place of marked) inputs[place + 1] = 1;
      return marked.reduce((sum, place) => sum + inputs[place], 0);
    });
    return { inputs: tf.tensor3d(inputs, [N, T, 2]), targets: tf.tensor2d(targets, [N, 1]) };
  },
};

const symbols = 10;
const [blank, recall] = [8, 9];

/**
 * Copy memory. Ten of eight symbols, blanks, and after the lag a sign: from then on the ten are to be said in order; before,
 * blanks. T = lag + 20. Who knows all of this but not the symbols pays ln 8 at ten of the T steps: 10 ln 8 / (lag + 20).
 * @see Arjovsky et al. 2016, section 5.1
 */
const copyMemory: LongLagTask = {
  inputSize: 10,
  outputSize: 9,
  baseline: (lag) => (symbols * Math.log(8)) / (lag + 2 * symbols),
  batch(key, size) {
    const { batchSize: N, lag } = expectSize("longLagTasks.copyMemory", key, size, 0);
    const { below } = draws(key);
    const T = lag + 2 * symbols;
    const [inputs, targets] = [new Int32Array(N * T).fill(blank), new Int32Array(N * T).fill(blank)];
    for (let n = 0; n < N; n++) {
      const [start, end] = [n * T, (n + 1) * T];
      for (let i = 0; i < symbols; i++) inputs[start + i] = targets[end - symbols + i] = below(8);
      inputs[end - symbols - 1] = recall;
    }
    return { inputs: tf.tensor2d(inputs, [N, T], "int32"), targets: tf.tensor2d(targets, [N, T], "int32") };
  },
};

/** @throws where the lag has no room for what matters: `least` steps */
function expectSize(where: string, key: Key, size: LongLagSize, least: number): LongLagSize {
  expectForms(where, {
    key: [forms.key, key],
    size: [forms.fields({ batchSize: forms.size, lag: forms.count }), size],
  });
  expect(size.lag >= least, () => `${where}: size.lag: at least ${least} expected, got ${size.lag}`);
  return size;
}

function draws(key: Key) {
  const next = uniforms(key);
  return { next, below: (n: number) => Math.floor(next() * n) };
}

/** The tasks that an option can name. */
export const longLagTasks = { temporalOrder, adding, copyMemory };
export type LongLagTaskName = keyof typeof longLagTasks;
