import type { Params, State } from "../cells/cell";
import { expect } from "../core/errors";
import { type Key, uniforms } from "../core/random";
import { tf } from "../core/tf";

/** What can be sampled from: see `CharLm`. */
export interface NextToken<S extends State> {
  logits(params: Params, tokens: tf.Tensor2D, state?: S): { logits: tf.Tensor3D; state: S };
}

/** One text to draw: what the model reads first, how boldly it draws, and the key that the draws come from. */
export interface Sequence {
  readonly prompt: ArrayLike<number>;
  /** The probabilities are softmax(logits / temperature); 0 takes the argmax. */
  readonly temperature: number;
  readonly key: Key;
}

/**
 * Draws `length` tokens after each prompt, each token fed back as the next input:
 *   x_{t+1} ~ softmax(logits_t / temperature)     or, at temperature 0, x_{t+1} = argmax logits_t
 * A sequence depends on its own prompt, temperature and key, not on what else is drawn with it.
 * @returns the drawn tokens, a row a sequence
 * @throws on prompts that are empty or of different lengths
 * @see lecture 2.1
 */
export function sample<S extends State>(
  model: NextToken<S>,
  params: Params,
  { sequences, length }: { sequences: readonly Sequence[]; length: number },
): Int32Array[] {
  checkPrompts(sequences);
  const draws = sequences.map(({ key }) => uniforms(key));
  const drawn = sequences.map(() => new Int32Array(length));
  let inputs = sequences.map(({ prompt }) => prompt);
  let state: S | undefined;
  for (let t = 0; t < length; t++) {
    const next = tf.tidy(() => nextProbs(model, params, { inputs, sequences, initial: state }));
    const probs = next.probs.dataSync();
    const V = next.probs.shape[1];
    drawn.forEach((row, n) => {
      const p = probs.subarray(n * V, (n + 1) * V);
      row[t] = sequences[n].temperature === 0 ? argmax(p) : categorical(p, draws[n]());
    });
    tf.dispose([next.probs, state] as tf.TensorContainer);
    state = next.state;
    inputs = drawn.map((row) => row.subarray(t, t + 1));
  }
  tf.dispose(state as tf.TensorContainer);
  return drawn;
}

function checkPrompts(sequences: readonly Sequence[]): void {
  const lengths = [...new Set(sequences.map(({ prompt }) => prompt.length))];
  expect(
    lengths.length === 1 && lengths[0] > 0,
    () => `sample: prompts of one length, at least 1, expected, got lengths ${lengths.join(", ") || "of none"}`,
  );
}

/** Probabilities [N, V] of the token after `inputs`, and the state there. */
function nextProbs<S extends State>(
  model: NextToken<S>,
  params: Params,
  given: { inputs: readonly ArrayLike<number>[]; sequences: readonly Sequence[]; initial?: S },
) {
  const { inputs, sequences, initial } = given;
  const shape: [number, number] = [inputs.length, inputs[0].length];
  const tokens = tf.tensor2d(
    inputs.flatMap((row) => Array.from(row)),
    shape,
    "int32",
  );
  const { logits, state } = model.logits(params, tokens, initial);
  const last = logits.gather([shape[1] - 1], 1).squeeze<tf.Tensor2D>([1]);
  // An argmax is the same at every temperature.
  const scale = tf.tensor2d(sequences.map(({ temperature }) => [1 / (temperature || 1)]));
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
