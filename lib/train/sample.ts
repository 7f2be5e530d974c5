import type { Params, State } from "../cells/cell";
import { fork, type Key, uniforms } from "../core/random";
import { tf } from "../core/tf";

/** What can be sampled from: see `CharLm`. */
export interface NextToken<S extends State> {
  logits(params: Params, tokens: tf.Tensor2D, state?: S): { logits: tf.Tensor3D; state: S };
}

export interface SampleOptions {
  /** What the model reads first, one row a sequence, all of one length. */
  readonly prompts: readonly ArrayLike<number>[];
  /** How many tokens to draw after the prompt. */
  readonly length: number;
  /** One a row: probabilities are softmax(logits / temperature); 0 takes the argmax. */
  readonly temperatures: readonly number[];
  readonly key: Key;
}

/**
 * Draws sequences, each token fed back as the next input:
 *   x_{t+1} ~ softmax(logits_t / temperature)     or, at temperature 0, x_{t+1} = argmax logits_t
 * Row n draws from `fork(key, n)`, so that its text does not depend on what else is in the batch.
 * @returns the drawn tokens, a row a prompt
 * @see lecture 2.1
 */
export function sample<S extends State>(model: NextToken<S>, params: Params, options: SampleOptions): Int32Array[] {
  const { prompts, length, temperatures, key } = options;
  const draws = prompts.map((_, n) => uniforms(fork(key, n)));
  const drawn = prompts.map(() => new Int32Array(length));
  let [inputs, state]: [readonly ArrayLike<number>[], S | undefined] = [prompts, undefined];
  for (let t = 0; t < length; t++) {
    const next = tf.tidy(() => nextProbs(model, params, inputs, temperatures, state));
    const probs = next.probs.dataSync();
    const V = next.probs.shape[1];
    drawn.forEach((row, n) => {
      const p = probs.subarray(n * V, (n + 1) * V);
      row[t] = temperatures[n] === 0 ? argmax(p) : categorical(p, draws[n]());
    });
    tf.dispose([next.probs, state] as tf.TensorContainer);
    state = next.state;
    inputs = drawn.map((row) => row.subarray(t, t + 1));
  }
  tf.dispose(state as tf.TensorContainer);
  return drawn;
}

/** Probabilities [N, V] of the token after `inputs`, and the state there. */
function nextProbs<S extends State>(
  model: NextToken<S>,
  params: Params,
  inputs: readonly ArrayLike<number>[],
  temperatures: readonly number[],
  initial: S | undefined,
) {
  const shape: [number, number] = [inputs.length, inputs[0].length];
  const tokens = tf.tensor2d(
    inputs.flatMap((row) => Array.from(row)),
    shape,
    "int32",
  );
  const { logits, state } = model.logits(params, tokens, initial);
  const last = logits.gather([shape[1] - 1], 1).squeeze<tf.Tensor2D>([1]);
  // An argmax does not depend on the temperature: any will do.
  const scale = tf.tensor2d(temperatures.map((temperature) => [1 / (temperature || 1)]));
  return { probs: last.mul(scale).softmax() as tf.Tensor2D, state };
}

const argmax = (p: ArrayLike<number>): number =>
  Array.from(p).reduce((best, value, i) => (value > p[best] ? i : best), 0);

/** The first index at which the cumulated probability exceeds u in [0, 1). */
export function categorical(p: ArrayLike<number>, u: number): number {
  let cumulated = 0;
  for (let i = 0; i < p.length; i++) {
    cumulated += p[i];
    if (u < cumulated) return i;
  }
  // Rounding can leave the sum just below 1: then it is the last that has any probability.
  return Array.from(p).findLastIndex((value) => value > 0);
}
