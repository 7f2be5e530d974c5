import type { Params, State } from "../cells/cell";
import { rowsOf } from "../cells/projection";
import { expectForms, forms } from "../core/argumentForms";
import { compileLoop } from "../core/compileLoop";
import { expect } from "../core/errors";
import { type InCell, openInCell } from "../core/inCell";
import { type Key, uniforms } from "../core/random";
import { scoped } from "../core/scoped";
import { namedTensors } from "../core/tensorForms";
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

const optionsForm = forms.fields(
  {
    length: forms.count,
    sequences: forms.list(forms.fields({ prompt: forms.numbers, temperature: forms.notNegative, key: forms.key })),
  },
  { initial: namedTensors },
);

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
 * @param options.block how many tokens are drawn in one native call
 * @returns `draw` gives the drawn tokens, a row a sequence, fewer where a notebook's Stop has ended it; it throws on prompts that are empty or of different lengths
 * @see lecture 2.1
 */
export function sampler<S extends State>(model: NextToken<S>, options: { block?: number } = {}): Sampler {
  expectForms("sampler", { options: [forms.fields({}, { block: forms.size }), options] });
  const { block = 16 } = options;
  const read = promptReader("sample", model);
  // Numbers for many blocks are handed over at once: that costs as much as a small model's step.
  const blocks = Math.max(1, Math.floor(256 / block));
  const drawBlocks = compileLoop((given: Given, at: Underway<S>) => drawBlock(model, given, at, block));

  function drawAll(params: Params, { sequences, length, initial }: SampleOptions, cell: InCell): Int32Array[] {
    expect(length < 2 ** 31, () => `sample: length: less than 2^31 expected, got ${length}`);
    const drawn = sequences.map(() => new Int32Array(length));
    const temperatures = tf.tensor1d(sequences.map(({ temperature }) => temperature));
    let at = read(
      params,
      sequences.map(({ prompt }) => prompt),
      initial as S | undefined,
    );
    const streams = sequences.map(({ key }) => uniforms(key));
    let done = 0;
    const isOver = () => done >= length || (done > 0 && cell.stopped());
    while (!isOver()) {
      const wanted = block * Math.min(blocks, Math.ceil((length - done) / block));
      const values = new Float32Array(blocks * block * streams.length);
      values.set(singles(Array.from({ length: wanted }, () => streams.map((next) => next())).flat()));
      const uniforms = tf.tensor2d(values, [blocks, block * streams.length]);
      const before = { ...at, drawn: tf.tensor1d([0], "int32") };
      const { drawn: blocksDrawn, ...after } = drawBlocks({ params, uniforms, temperatures }, before, (next) => {
        for (let k = 0; k < blocks && !isOver(); k++) {
          const [tokens] = next();
          const count = Math.min(block, length - done);
          for (const [n, row] of drawn.entries()) row.set(tokens.subarray(n * block, n * block + count), done);
          done += count;
          cell.tell?.({ done, total: length, unit: "tokens", status: "" });
        }
      });
      tf.dispose([before, uniforms, blocksDrawn] as tf.TensorContainer);
      at = after as Position<S>;
    }
    tf.dispose([at, temperatures] as tf.TensorContainer);
    return drawn.map((row) => row.subarray(0, done));
  }

  return {
    draw(params, given) {
      expectForms("sample", { options: [optionsForm, given] });
      const cell = openInCell("sampling");
      try {
        return scoped(() => drawAll(params, given, cell));
      } finally {
        cell.close();
      }
    },
    close() {
      read.close();
      drawBlocks.close();
    },
  };
}

/** What stays the same for some blocks: K N uniform numbers for each of them, and the temperatures [N]. */
type Given = { readonly params: Params; readonly uniforms: tf.Tensor2D; readonly temperatures: tf.Tensor1D };

/** A position, and how many blocks have been drawn before it, [1]. */
type Underway<S extends State> = Position<S> & { readonly drawn: tf.Tensor1D };

/** K tokens for each sequence, int32 [N, K], and the position after them. */
function drawBlock<S extends State>(
  model: NextToken<S>,
  { params, uniforms, temperatures }: Given,
  { state, last, drawn }: Underway<S>,
  K: number,
) {
  const numbers = rowsOf(uniforms, drawn).reshape([K, last.shape[0]]);
  const tokens = [last];
  let now = state;
  for (const row of tf.unstack(numbers) as tf.Tensor1D[]) {
    const next = model.next(params, tokens[tokens.length - 1], now);
    tokens.push(categorical(next.logits, { uniforms: row, temperatures }));
    now = next.state;
  }
  const at = { state: now, last: tokens[K], drawn: drawn.add(tf.scalar(1, "int32")) as tf.Tensor1D };
  return { state: at, seen: [tf.stack(tokens.slice(1), 1)] };
}
