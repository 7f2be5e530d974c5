import type { Params, State } from "../cells/cell";
import { rowsOf } from "../cells/projection";
import { expectForms, forms } from "../core/argumentForms";
import { compileLoop } from "../core/compileLoop";
import { scoped } from "../core/scoped";
import { namedTensors, statesLike } from "../core/tensorForms";
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
  /**
   * a: texts are compared by log p / length^a, their end token counted. By default 0, the probability, which falls with every word, so
   * that short texts win; 1 is the mean per token.
   */
  readonly lengthNormalisation?: number;
  /** n: no n tokens in a row are written twice in one text. By default all may be; 2 blocks pairs, 3 triples. */
  readonly blockRepeats?: number;
}

const optionsForm = forms.fields(
  { prompt: forms.numbers, width: forms.size, length: forms.count },
  { end: forms.whole, initial: namedTensors, lengthNormalisation: forms.atLeastZero, blockRepeats: forms.size },
);

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
 * @returns `search` gives the texts, the likeliest first, or the best by their normalised log-probability
 * @see Sutskever et al. 2014 §3.2; Wu et al. 2016 §7 for the length; lecture 3.1
 */
export function beamSearch<S extends State>(model: NextToken<S>): BeamSearch {
  const read = promptReader("beamSearch", model);
  const steps = compileLoop((given: Given, beam: Beam<S>) => widen(model, given, beam));
  return {
    search: (params, options) =>
      scoped(() => {
        expectForms("beamSearch", { options: [optionsForm, options] });
        const { prompt, width, length, end = -1, initial, lengthNormalisation = 0, blockRepeats: n } = options;
        const one = scoped(() => statesLike(model.zeroState(1)));
        expectForms("beamSearch", { initial: [forms.optional(one), initial] });
        const start = initial && mapTensors(initial, (row) => row.tile([width, 1]));
        const at = read(params, Array<ArrayLike<number>>(width).fill(prompt), start as S | undefined);
        tf.dispose(start as tf.TensorContainer);
        // At first all rows are the same text: only one of them may be continued.
        const scores = tf.tensor1d([0, ...Array<number>(width - 1).fill(Number.NEGATIVE_INFINITY)]);
        let beam: Beam<S> = { ...at, scores, lengths: tf.zeros([width]), ended: tf.zeros([width], "int32") };
        let texts: number[][] = Array(width).fill([]);
        let written = 0;
        const isOver = () => written >= length || texts.every((text) => text.at(-1) === end);
        while (!isOver()) {
          const blocked = n === undefined ? undefined : blockedTokens(texts, { n, end, length });
          const before = beam;
          beam = steps({ params, end, lengthNormalisation, blocked }, before, (next) => {
            // What is blocked changes with each word.
            do {
              const [from, tokens] = next();
              texts = Array.from(tokens, (token, i) => {
                const text = texts[from[i]];
                return text.length > 0 && text.at(-1) === end ? text : [...text, token];
              });
              written++;
            } while (!blocked && !isOver());
          });
          tf.dispose([before, blocked] as tf.TensorContainer);
        }
        const found = Array.from(beam.scores.dataSync(), (logProb, i) => ({ tokens: texts[i], logProb }));
        tf.dispose(beam as tf.TensorContainer);
        return found
          .filter(({ logProb }) => logProb > Number.NEGATIVE_INFINITY)
          .map(({ tokens, logProb }) => ({ tokens: tokens.at(-1) === end ? tokens.slice(0, -1) : tokens, logProb }));
      }),
    close() {
      read.close();
      steps.close();
    },
  };
}

/**
 * `width` texts, the best first: their last token, their state before it, their log-probabilities, their lengths, and which
 * are complete (1), each [width].
 */
type Beam<S extends State> = Position<S> & {
  readonly scores: tf.Tensor1D;
  readonly lengths: tf.Tensor1D;
  readonly ended: tf.Tensor1D;
};

/** Where texts end, how they are compared, and which tokens may not follow, as `blockedTokens` says. */
type Given = Required<Pick<BeamOptions, "end" | "lengthNormalisation">> & {
  readonly params: Params;
  readonly blocked?: tf.Tensor2D;
};

/** Each text continued by each of V tokens, and the best of these kept; seen are which text each continues, and the tokens. */
function widen<S extends State>(model: NextToken<S>, given: Given, { state, last, scores, lengths, ended }: Beam<S>) {
  const { params, end, lengthNormalisation, blocked } = given;
  const next = model.next(params, last, state);
  const [width, V] = next.logits.shape;
  const isComplete = ended.cast("bool").reshape([width, 1]);
  const logProbs = tf.where(isComplete, onlyEnd(end, V), next.logits.logSoftmax());
  const allowed = blocked
    ? tf.where(tf.oneHot(blocked, V).max(1).equal(1), Number.NEGATIVE_INFINITY, logProbs)
    : logProbs;
  const all = allowed.add(scores.reshape([width, 1]));
  const longer = lengths.add(tf.sub(1, ended.cast("float32")));
  const { indices } = tf.topk(all.div(longer.pow(lengthNormalisation).reshape([width, 1])).flatten(), width);
  const parents = tf.floorDiv(indices, tf.scalar(V, "int32")) as tf.Tensor1D;
  const tokens = tf.mod(indices, tf.scalar(V, "int32")) as tf.Tensor1D;
  const beam: Beam<S> = {
    last: tokens,
    state: mapTensors(next.state, (tensor) => rowsOf(tensor as tf.Tensor2D, parents)),
    scores: taken(all.flatten(), indices),
    lengths: taken(longer, parents),
    ended: tokens.equal(end).cast("int32"),
  };
  return { state: beam, seen: [parents, tokens] };
}

/** Before each text's next token the tokens that would repeat its last n − 1 and one more, int32 [width, length]; −1 is none. */
function blockedTokens(
  texts: readonly (readonly number[])[],
  { n, end, length }: { readonly n: number; readonly end: number; readonly length: number },
): tf.Tensor2D {
  const rows = texts.map((text) => {
    const row = new Array<number>(length).fill(-1);
    const last = text.slice(text.length - n + 1);
    // A complete text repeats its end token.
    if (text.length < n || text.at(-1) === end) return row;
    for (let i = 0; i + n <= text.length; i++) {
      if (last.every((token, k) => token === text[i + k])) row[i] = text[i + n - 1];
    }
    return row;
  });
  return tf.tensor2d(rows, [texts.length, length], "int32");
}

/** Those of some numbers. */
const taken = (all: tf.Tensor, numbers: tf.Tensor): tf.Tensor1D =>
  rowsOf(all.reshape<tf.Tensor2D>([-1, 1]), numbers).flatten();

/** A complete text is continued by its end token alone, at no cost. */
const onlyEnd = (end: number, V: number): tf.Tensor2D =>
  tf.tensor2d(
    Array.from({ length: V }, (_, token) => (token === end ? 0 : Number.NEGATIVE_INFINITY)),
    [1, V],
  );
