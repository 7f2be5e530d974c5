import { expectForms, forms } from "../core/argumentForms";
import { fork, type Key, uniforms } from "../core/random";
import { tf } from "../core/tf";

/** How many symbols there are to recall, how long, and how many sequences make a batch. */
export interface RecallOptions {
  /** How many symbols there are to remember, and as many others to distract. */
  readonly symbols: number;
  /** How many of the others stand between the symbol and the question. */
  readonly lag: number;
  readonly batchSize: number;
}

/** Sequences [N, lag + 2], int32, and the symbol that each begins with [N]. */
export type RecallBatch = { readonly inputs: tf.Tensor2D; readonly targets: tf.Tensor1D };

/** Tokens: the symbols, the distractors, and the question. */
export function recallVocabulary(symbols: number): number {
  expectForms("recallVocabulary", { symbols: [forms.size, symbols] });
  return 2 * symbols + 1;
}

/**
 * A task of one long dependency: a symbol, `lag` distractors, and a question, at which the symbol is asked. All are drawn
 * uniformly, so that whoever has forgotten the symbol pays log₂ `symbols` bits. Without end, and the same for whoever
 * reads them again; the caller disposes the batches.
 * @see Hochreiter & Schmidhuber 1997, task 2
 */
export function recallBatches(key: Key, options: RecallOptions): Iterable<RecallBatch> {
  const optionsForm = forms.fields({ symbols: forms.size, lag: forms.count, batchSize: forms.size });
  expectForms("recallBatches", { key: [forms.key, key], options: [optionsForm, options] });
  return { [Symbol.iterator]: () => recalled(key, options) };
}

function* recalled(key: Key, { symbols, lag, batchSize }: RecallOptions): Generator<RecallBatch> {
  for (let count = 0; ; count++) {
    const next = uniforms(fork(key, count));
    const draw = (from: number) => from + Math.floor(next() * symbols);
    const rows = Array.from({ length: batchSize }, () => [
      draw(0),
      ...Array.from({ length: lag }, () => draw(symbols)),
      2 * symbols,
    ]);
    yield {
      inputs: tf.tensor2d(rows, undefined, "int32"),
      targets: tf.tensor1d(
        rows.map(([symbol]) => symbol),
        "int32",
      ),
    };
  }
}
