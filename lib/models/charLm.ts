import { type Cell, type Params, type State, unroll } from "../cells/cell";
import { fork, type Key, normal } from "../core/random";
import { tf } from "../core/tf";

/** Tokens [N, T] and the tokens that follow them. */
type Batch = { readonly inputs: tf.Tensor2D; readonly targets: tf.Tensor2D };

/** A language model over V characters: what comes next, given all that came before. */
export interface CharLm<S extends State = State> {
  /** Fresh weights drawn from `key`; the caller disposes them. */
  init(key: Key): Params;
  /** Logits [N, T, V] of the character after each of `tokens` [N, T], and the state after the last; dispose both. */
  logits(params: Params, tokens: tf.Tensor2D, state?: S): { logits: tf.Tensor3D; state: S };
  /** Mean cross-entropy in nats per character, and the state to carry into the next window; dispose both. */
  loss(params: Params, batch: Batch, state?: S): { loss: tf.Scalar; state: S };
}

/**
 * Character-level language model: one-hot characters in, a cell, a softmax over the next character.
 *   h_t = cell(h_{t−1}, onehot(x_t))     logits_t = h_t Wy + by     Wy [H, V]  by [V]
 *   loss = −mean log softmax(logits_t)[x_{t+1}]
 * @param cell reads one-hot characters: its inputSize is V
 * @see Karpathy 2015; lecture 2.1
 */
export function charLm<S extends State>(cell: Cell<Params, S>): CharLm<S> {
  const { inputSize: V, hiddenSize: H } = cell;

  const logits: CharLm<S>["logits"] = (params, tokens, initial) =>
    tf.tidy(() => {
      const { h, state } = unroll(cell, params, tf.oneHot(tokens, V) as tf.Tensor3D, initial);
      const read = h.reshape<tf.Tensor2D>([-1, H]).matMul(params.Wy).add(params.by);
      return { logits: read.reshape<tf.Tensor3D>([...tokens.shape, V]), state };
    });

  return {
    init: (key) => ({
      ...cell.init(fork(key, "cell")),
      Wy: normal<tf.Rank.R2>(fork(key, "Wy"), [H, V], 1 / Math.sqrt(H)),
      by: tf.zeros([V]),
    }),
    logits,
    loss: (params, { inputs, targets }, initial) =>
      tf.tidy(() => {
        const { logits: z, state } = logits(params, inputs, initial);
        const logProbs = tf.logSoftmax(z).mul(tf.oneHot(targets, V)).sum(-1);
        return { loss: logProbs.mean().neg() as tf.Scalar, state };
      }),
  };
}
