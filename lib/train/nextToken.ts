import type { Params, State } from "../cells/cell";
import { expectForms, type Form, forms } from "../core/argumentForms";
import { compile } from "../core/compile";
import { expect } from "../core/errors";
import { scoped } from "../core/scoped";
import { namedOrNone, statesLike, weightsOf } from "../core/tensorForms";
import { mapTensors } from "../core/tensors";
import { tf } from "../core/tf";

/** What texts can be drawn from: see `CharLm`. */
export interface NextToken<S extends State> {
  /** V, where a prompt's tokens are to be held to it. */
  readonly vocabSize?: number;
  zeroState(batchSize: number): S;
  /** Reads `tokens` int32 [N, T]: logits [N, T, V] of the token after each, and the state after the last. */
  logits(params: Params, tokens: tf.Tensor2D, state?: S): { logits: tf.Tensor3D; state: S };
  /** Reads one token each, int32 [N]: logits [N, V] of the one after it, and the state. */
  next(params: Params, tokens: tf.Tensor1D, state: S): { logits: tf.Tensor2D; state: S };
}

/** A place in texts under way: the state before the last token, and that token, still to be read. */
export type Position<S extends State> = { readonly state: S; readonly last: tf.Tensor1D };

const modelForm = forms.fields(
  { zeroState: forms.function, logits: forms.function, next: forms.function },
  { vocabSize: forms.size },
);

/** Of a model that can make its own. */
const weightsOfSome = (model: object): Form =>
  "init" in model && typeof model.init === "function"
    ? weightsOf(model as Parameters<typeof weightsOf>[0])
    : namedOrNone;

/**
 * Compiled: the position at the end of prompts that have one length, read from `initial` on (by default the zero state).
 * The caller disposes it, and closes the function.
 */
export function promptReader<S extends State>(where: string, model: NextToken<S>) {
  expectForms(where, { model: [modelForm, model] });
  const read = compile(
    (params: Params, tokens: tf.Tensor2D, initial?: S) => model.logits(params, tokens, initial).state,
  );
  const position = (params: Params, prompts: readonly ArrayLike<number>[], initial?: S): Position<S> => {
    expectForms(where, { params: [weightsOfSome(model), params], prompt: [forms.list(forms.numbers), prompts] });
    if (initial) {
      const state = scoped(() => statesLike(model.zeroState(prompts.length)));
      expectForms(where, { initial: [state, initial] });
    }
    const T = lengthOf(where, prompts) - 1;
    const below = model.vocabSize ?? Infinity;
    for (const token of prompts.flatMap((prompt) => Array.from(prompt))) {
      expect(
        Number.isInteger(token) && token >= 0 && token < below,
        () => `${where}: prompts of tokens from 0 to ${below - 1} expected, got ${token}`,
      );
    }
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

function lengthOf(where: string, prompts: readonly ArrayLike<number>[]): number {
  const lengths = [...new Set(prompts.map((prompt) => prompt.length))];
  expect(
    lengths.length === 1 && lengths[0] > 0,
    () =>
      `${where}: prompts of one length, at least 1, expected, got lengths ${lengths.join(", ") || "of none"}` +
      (lengths.includes(0) ? "; a text may begin after a line end or a space, if it has one" : ""),
  );
  return lengths[0];
}
