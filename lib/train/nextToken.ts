import type { Params, State } from "../cells/cell";
import { compile } from "../core/compile";
import { expect } from "../core/errors";
import { mapTensors } from "../core/tensors";
import { tf } from "../core/tf";

/** What texts can be drawn from: see `CharLm`. */
export interface NextToken<S extends State> {
  zeroState(batchSize: number): S;
  /** Reads `tokens` int32 [N, T]: logits [N, T, V] of the token after each, and the state after the last. */
  logits(params: Params, tokens: tf.Tensor2D, state?: S): { logits: tf.Tensor3D; state: S };
  /** Reads one token each, int32 [N]: logits [N, V] of the one after it, and the state. */
  next(params: Params, tokens: tf.Tensor1D, state: S): { logits: tf.Tensor2D; state: S };
}

/** A place in texts under way: the state before the last token, and that token, still to be read. */
export type Position<S extends State> = { readonly state: S; readonly last: tf.Tensor1D };

/**
 * Compiled: the position at the end of prompts that have one length, read from `initial` on (by default the zero state).
 * The caller disposes it, and closes the function.
 */
export function promptReader<S extends State>(model: NextToken<S>) {
  const read = compile(
    (params: Params, tokens: tf.Tensor2D, initial?: S) => model.logits(params, tokens, initial).state,
  );
  const position = (params: Params, prompts: readonly ArrayLike<number>[], initial?: S): Position<S> => {
    const T = lengthOf(prompts) - 1;
    const last = tf.tensor1d(
      prompts.map((prompt) => prompt[T]),
      "int32",
    );
    if (T === 0) return { state: initial ? mapTensors(initial, copy) : model.zeroState(prompts.length), last };
    const tokens = tf.tensor2d(
      prompts.flatMap((prompt) => Array.from(prompt).slice(0, T)),
      [prompts.length, T],
      "int32",
    );
    const state = read(params, tokens, initial);
    tokens.dispose();
    return { state, last };
  };
  return Object.assign(position, { close: read.close });
}

const copy = (tensor: tf.Tensor): tf.Tensor => tensor.clone();

function lengthOf(prompts: readonly ArrayLike<number>[]): number {
  const lengths = [...new Set(prompts.map((prompt) => prompt.length))];
  expect(
    lengths.length === 1 && lengths[0] > 0,
    () => `sample: prompts of one length, at least 1, expected, got lengths ${lengths.join(", ") || "of none"}`,
  );
  return lengths[0];
}
