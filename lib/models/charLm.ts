import { type Cell, cellStep, expectCell, type Params, rememberForm, type State, unrollTimeMajor } from "../cells/cell";
import { dropout } from "../cells/dropout";
import { builtFrom, type CellSpec, specOf } from "../cells/spec";
import type { Weighted } from "../cells/torchModule";
import { expectForm, forms } from "../core/argumentForms";
import { expect } from "../core/errors";
import { fork, forkTensor, normal, type TensorKey } from "../core/random";
import { remembered } from "../core/remembered";
import { onTape } from "../core/tape";
import { prefixed, unprefixed } from "../core/tensors";
import { tf } from "../core/tf";
import { crossEntropy } from "./crossEntropy";
import { wiringModules } from "./dense";

/** Tokens [N, T] and the tokens that follow them. */
type Batch = { readonly inputs: tf.Tensor2D; readonly targets: tf.Tensor2D };

/** A language model over V characters: what comes next, given all that came before. */
export interface CharLm<S extends State = State> extends Weighted {
  /** V */
  readonly vocabSize: number;
  /** The state before the first character, for a batch of N; the caller disposes it. */
  zeroState(batchSize: number): S;
  /** Logits [N, T, V] of the character after each of `tokens` [N, T], and the state after the last; dispose both. */
  logits(params: Params, tokens: tf.Tensor2D, state?: S): { logits: tf.Tensor3D; state: S };
  /** Logits [N, V] of the character after one each, int32 [N], and the state there; dispose both. */
  next(params: Params, tokens: tf.Tensor1D, state: S): { logits: tf.Tensor2D; state: S };
  /** Mean cross-entropy in nats per character, and the state to carry into the next window; dispose both. */
  loss(params: Params, batch: Batch, state?: S, key?: TensorKey): { loss: tf.Scalar; state: S };
}

/** What a file keeps of a language model to build it again. */
export interface CharLmSpec {
  readonly charLm: CellSpec;
  readonly dropout: number;
}

/** What a language model has beside its cell. */
export interface CharLmOptions {
  /** Rate of dropout between the layers; it acts where the loss is given a key, that is in training. */
  readonly dropout?: number;
  /**
   * "sqrt": the loss goes through a window piece by piece, read-out included, and its gradient needs memory for √T steps
   * (`remembered`): for windows of thousands of characters. Not with dropout, which would be drawn anew in each piece.
   */
  readonly remember?: "sqrt";
}

/**
 * Character-level language model: one-hot characters in, a cell, a softmax over the next character.
 *   h_t = cell(h_{t−1}, onehot(x_t))     logits_t = h_t Wy + by     Wy [H, V]  by [V]
 *   loss = −mean log softmax(logits_t)[x_{t+1}]
 * @param cell reads one-hot characters: its inputSize is V
 * @see Karpathy 2015; lecture 2.1
 */
export function charLm<S extends State>(
  cell: Cell<Params, S>,
  { dropout: rate = 0, remember }: CharLmOptions = {},
): CharLm<S> {
  expectCell("charLm", cell);
  expectForm("charLm: dropout", forms.finite, rate);
  expectForm("charLm", forms.fields({}, { remember: rememberForm }), { remember });
  expect(!remember || rate === 0, "charLm: remember: no dropout expected, which would be drawn anew in each piece");
  const { inputSize: V, hiddenSize: H } = cell;

  /** Logits [T N, V], time first, and the last state. */
  function read(params: Params, tokens: tf.Tensor2D, initial?: S, key?: TensorKey) {
    const between = key && ((hs: tf.Tensor3D, layer: number) => dropout(hs, rate, forkTensor(key, layer)));
    return readOut(params, tokens.transpose() as tf.Tensor2D, { initial, between });
  }

  function readOut(params: Params, tokens: tf.Tensor2D, options: Parameters<typeof unrollTimeMajor<Params, S>>[3]) {
    const { hs, state } = unrollTimeMajor(cell, params, tokens, options);
    return { logits: hs.reshape<tf.Tensor2D>([-1, H]).matMul(params.Wy).add(params.by) as tf.Tensor2D, state };
  }

  /** The same, and the sum of the losses, piece by piece. */
  function readInPieces(params: Params, { inputs, targets }: Batch, initial: S) {
    const given = {
      params,
      initial: { ...prefixed("cell.", initial), nats: tf.scalar(0) },
      reads: { inputs: inputs.transpose(), targets: targets.transpose() },
    };
    const { state } = remembered(given, (piece) => {
      const before = unprefixed<S>("cell.", piece.initial);
      const { logits, state } = readOut(piece.params, piece.reads.inputs as tf.Tensor2D, { initial: before });
      const nats = crossEntropy(logits, piece.reads.targets.flatten()).mul(logits.shape[0]);
      return { state: { ...prefixed("cell.", state), nats: piece.initial.nats.add(nats) }, outputs: {} };
    });
    return { loss: state.nats.div(inputs.size) as tf.Scalar, state: unprefixed<S>("cell.", state) };
  }

  const spec = specOf(cell);
  return builtFrom<CharLm<S>>(spec && ({ charLm: spec, dropout: rate } satisfies CharLmSpec), {
    vocabSize: V,
    torch: wiringModules(cell),
    init: (key) => ({
      ...cell.init(fork(key, "cell")),
      Wy: normal<tf.Rank.R2>(fork(key, "Wy"), [H, V], 1 / Math.sqrt(H)),
      by: tf.zeros([V]),
    }),
    zeroState: (batchSize) => cell.zeroState(batchSize),
    logits: (params, tokens, initial) =>
      tf.tidy(() => {
        const { logits, state } = read(params, tokens, initial);
        const [N, T] = tokens.shape;
        return { logits: logits.reshape<tf.Tensor3D>([T, N, V]).transpose<tf.Tensor3D>([1, 0, 2]), state };
      }),
    next: (params, tokens, state) =>
      tf.tidy(() => {
        const next = cellStep(cell, params, state, tokens);
        return { logits: next.h.matMul(params.Wy).add(params.by) as tf.Tensor2D, state: next };
      }),
    loss: (params, { inputs, targets }, initial, key) =>
      tf.tidy(() => {
        if (remember && !onTape()) {
          return readInPieces(params, { inputs, targets }, initial ?? cell.zeroState(inputs.shape[0]));
        }
        const { logits, state } = read(params, inputs, initial, key);
        return { loss: crossEntropy(logits, targets.transpose().flatten()), state };
      }),
  });
}
