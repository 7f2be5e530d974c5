import type { Params, State } from "../cells/cell";
import { rowsOf } from "../cells/projection";
import { compile } from "../core/compile";
import { mapTensors } from "../core/tensors";
import { tf } from "../core/tf";
import { type NextToken, type Position, promptReader } from "./nextToken";

/** What a beam search starts from, how wide it is, and where a text ends. */
export interface BeamOptions {
  /** What the model reads first. */
  readonly prompt: ArrayLike<number>;
  /** How many texts are kept at each step. */
  readonly width: number;
  /** The most tokens that are written. */
  readonly length: number;
  /** The token after which a text is complete. */
  readonly end?: number;
  /** The state before the prompt, one row, such as a picture's; by default zero. It stays the caller's. */
  readonly initial?: State;
}

/** A text, without its end token, and the log-probability of all that was written, in nats. */
export interface Hypothesis {
  readonly tokens: readonly number[];
  readonly logProb: number;
}

/** Searches with one model again and again with the same compiled step; close it when it is no longer needed. */
export interface BeamSearch {
  search(params: Params, options: BeamOptions): Hypothesis[];
  close(): void;
}

/**
 * The likeliest continuations of a prompt, as far as a beam sees: each of `width` texts is continued by every token, and
 * the `width` likeliest of all these are kept. As wide as there are texts it is exact, and with width 1 it is the argmax.
 * @returns `search` gives the texts, the likeliest first
 * @see Sutskever et al. 2014 §3.2; lecture 3.1
 */
export function beamSearch<S extends State>(model: NextToken<S>): BeamSearch {
  const read = promptReader(model);
  const step = compile((params: Params, beam: Beam<S>, end: number) => widen(model, params, beam, end));
  return {
    search(params, { prompt, width, length, end = -1, initial }) {
      const start = initial && mapTensors(initial, (row) => row.tile([width, 1]));
      const at = read(params, Array<ArrayLike<number>>(width).fill(prompt), start as S | undefined);
      tf.dispose(start as tf.TensorContainer);
      // At first all rows are the same text: only one of them may be continued.
      const scores = tf.tensor1d([0, ...Array<number>(width - 1).fill(Number.NEGATIVE_INFINITY)]);
      let beam: Beam<S> = { ...at, scores };
      let texts: number[][] = Array(width).fill([]);
      for (let t = 0; t < length && !texts.every((text) => text.at(-1) === end); t++) {
        const { parents, ...next } = step(params, beam, t === 0 && prompt[prompt.length - 1] === end ? -1 : end);
        const [from, tokens] = [parents.dataSync(), next.last.dataSync()];
        texts = Array.from(tokens, (token, i) => {
          const text = texts[from[i]];
          return text.length > 0 && text.at(-1) === end ? text : [...text, token];
        });
        tf.dispose([parents, beam] as tf.TensorContainer);
        beam = next;
      }
      const found = Array.from(beam.scores.dataSync(), (logProb, i) => ({ tokens: texts[i], logProb }));
      tf.dispose(beam as tf.TensorContainer);
      return found
        .filter(({ logProb }) => logProb > Number.NEGATIVE_INFINITY)
        .map(({ tokens, logProb }) => ({ tokens: tokens.at(-1) === end ? tokens.slice(0, -1) : tokens, logProb }));
    },
    close() {
      read.close();
      step.close();
    },
  };
}

/** `width` texts, their last token, their state before it, and their log-probabilities [width], the highest first. */
type Beam<S extends State> = Position<S> & { readonly scores: tf.Tensor1D };

/** Each text continued by each of V tokens, and the likeliest of these kept: `parents` says which text each continues. */
function widen<S extends State>(model: NextToken<S>, params: Params, { state, last, scores }: Beam<S>, end: number) {
  const next = model.next(params, last, state);
  const [width, V] = next.logits.shape;
  const logProbs = tf.where(last.equal(end).reshape([width, 1]), onlyEnd(end, V), next.logits.logSoftmax());
  const { values, indices } = tf.topk(logProbs.add(scores.reshape([width, 1])).flatten(), width);
  const parents = tf.floorDiv(indices, tf.scalar(V, "int32")) as tf.Tensor1D;
  return {
    parents,
    last: tf.mod(indices, tf.scalar(V, "int32")) as tf.Tensor1D,
    state: mapTensors(next.state, (tensor) => rowsOf(tensor as tf.Tensor2D, parents)),
    scores: values as tf.Tensor1D,
  };
}

/** A complete text is continued by its end token alone, at no cost. */
const onlyEnd = (end: number, V: number): tf.Tensor2D =>
  tf.tensor2d(
    Array.from({ length: V }, (_, token) => (token === end ? 0 : Number.NEGATIVE_INFINITY)),
    [1, V],
  );
