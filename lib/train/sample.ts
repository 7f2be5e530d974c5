import type { Params, State } from "../cells/cell";
import { compile } from "../core/compile";
import { type Key, uniforms } from "../core/random";
import { tf } from "../core/tf";
import { categorical, singles } from "./categorical";
import { type NextToken, type Position, promptReader } from "./nextToken";

/** One text to draw: what the model reads first, how boldly it draws, and the key that the draws come from. */
export interface Sequence {
  readonly prompt: ArrayLike<number>;
  /** The probabilities are softmax(logits / temperature); 0 takes the argmax. */
  readonly temperature: number;
  readonly key: Key;
}

/** Which texts are drawn, and how long they are. */
export interface SampleOptions {
  readonly sequences: readonly Sequence[];
  /** How many tokens to draw after each prompt. */
  readonly length: number;
  /** The state before the prompts, a row a sequence, such as an encoder's; by default zero. It stays the caller's. */
  readonly initial?: State;
}

/** Draws from one model again and again with the same compiled steps; close it when it is no longer needed. */
export interface Sampler {
  draw(params: Params, options: SampleOptions): Int32Array[];
  close(): void;
}

/** Draws from a model once: see `sampler`. */
export function sample<S extends State>(model: NextToken<S>, params: Params, options: SampleOptions): Int32Array[] {
  const { draw, close } = sampler(model);
  try {
    return draw(params, options);
  } finally {
    close();
  }
}

/**
 * Draws `length` tokens after each prompt, each token fed back as the next input:
 *   x_{t+1} ~ softmax(logits_t / temperature)     or, at temperature 0, x_{t+1} = argmax logits_t
 * A sequence depends on its own prompt, temperature and key, not on what else is drawn with it.
 * @param block how many tokens are drawn in one native call
 * @returns `draw` gives the drawn tokens, a row a sequence; it throws on prompts that are empty or of different lengths
 * @see lecture 2.1
 */
export function sampler<S extends State>(model: NextToken<S>, { block = 16 }: { block?: number } = {}): Sampler {
  const read = promptReader(model);
  const drawBlock = compile((params: Params, at: Position<S>, draws: Draws) => drawTokens(model, params, at, draws));
  return {
    draw(params, { sequences, length, initial }) {
      const drawn = sequences.map(() => new Int32Array(length));
      const temperatures = tf.tensor1d(sequences.map(({ temperature }) => temperature));
      let at = read(
        params,
        sequences.map(({ prompt }) => prompt),
        initial as S | undefined,
      );
      const streams = sequences.map(({ key }) => uniforms(key));
      for (let t = 0; t < length; t += block) {
        const values = Array.from({ length: block }, () => streams.map((next) => next())).flat();
        const draws = { uniforms: tf.tensor2d(singles(values), [block, streams.length]), temperatures };
        const { tokens, ...next } = drawBlock(params, at, draws);
        const rows = tokens.dataSync();
        drawn.forEach((row, n) => {
          row.set(rows.subarray(n * block, n * block + Math.min(block, length - t)), t);
        });
        tf.dispose([tokens, draws.uniforms, at] as tf.TensorContainer);
        at = next;
      }
      tf.dispose([at, temperatures] as tf.TensorContainer);
      return drawn;
    },
    close() {
      read.close();
      drawBlock.close();
    },
  };
}

/** A uniform number [K, N] for each of K tokens, and the temperatures [N]. */
type Draws = { readonly uniforms: tf.Tensor2D; readonly temperatures: tf.Tensor1D };

/** K tokens for each sequence, int32 [N, K], and the position after them. */
function drawTokens<S extends State>(
  model: NextToken<S>,
  params: Params,
  { state, last }: Position<S>,
  { uniforms, temperatures }: Draws,
): Position<S> & { tokens: tf.Tensor2D } {
  const tokens = [last];
  let now = state;
  for (const row of tf.unstack(uniforms) as tf.Tensor1D[]) {
    const next = model.next(params, tokens[tokens.length - 1], now);
    tokens.push(categorical(next.logits, { uniforms: row, temperatures }));
    now = next.state;
  }
  return { tokens: tf.stack(tokens.slice(1), 1) as tf.Tensor2D, state: now, last: tokens[tokens.length - 1] };
}
