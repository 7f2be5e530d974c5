import { type Cell, cellStep, expectCell, type Params, type State, unrollTimeMajor } from "../cells/cell";
import { rowsOf } from "../cells/projection";
import { embeddingModule } from "../cells/torchModule";
import { expectSizes } from "../core/argumentForms";
import { expect } from "../core/errors";
import { fork, type Key, normal, type TensorKey } from "../core/random";
import { tf } from "../core/tf";
import type { CharLm } from "./charLm";
import { type TargetBatch, teacherForced } from "./decoder";
import { denseWeights, wiringModules } from "./dense";

/** When the picture is read: beside every word, or before the first one only. */
export const readings = ["every step", "first"] as const;
export type Reading = (typeof readings)[number];

/** The sizes of a captioner, and when it reads the picture. */
export interface CaptionerOptions {
  readonly vocabSize: number;
  /** F, of the picture's vector v. */
  readonly imageSize: number;
  readonly reading?: Reading;
}

/** Captions to learn from, and what each is about: v [N, F], or a map of features as the captioner wants it. */
export type CaptionBatch<I extends tf.Tensor = tf.Tensor2D> = TargetBatch & { readonly image: I };

/** A picture in, words out; `logits`, `next` and `zeroState` are a language model's, to draw and to search with. */
export interface Captioner<I extends tf.Tensor = tf.Tensor2D>
  extends Pick<CharLm, "init" | "torch" | "zeroState" | "logits" | "next"> {
  /** The state before START, which knows the pictures; dispose it. */
  start(params: Params, image: I): State;
  /** Mean cross-entropy in nats per word, END too, by teacher forcing; dispose it. A key is for captioners with dropout. */
  loss(params: Params, batch: CaptionBatch<I>, key?: TensorKey): tf.Scalar;
}

/**
 * The lecture's captioner: a vector v of the picture is one more input of the recurrence,
 *   h_t = tanh(Wxh x_t + Whh h_{t−1} + Wih v)     logits_t = h_t Wy + by     x_1 = START
 * The term Wih v is x and v side by side times one matrix, [x, v] Wx, and so every cell takes it, an LSTM or a GRU in each
 * gate. Words come in as vectors We [V, E]. Read "first", v is there once, h_0 = f(0, [0, v]), and 0 beside every word:
 * the same weights.
 * @param cell reads words and v: its inputSize is E + F
 * @throws where it has no room for words
 * @see Karpathy & Fei-Fei 2015; Vinyals et al. 2015, who read v first; lecture 3.1
 */
export function captioner(
  cell: Cell,
  { vocabSize: V, imageSize: F, reading = "every step" }: CaptionerOptions,
): Captioner {
  expectCell("captioner", cell);
  expectSizes("captioner", { vocabSize: V, imageSize: F });
  const E = cell.inputSize - F;
  expect(E > 0, `captioner: a cell that reads words beside ${F} features expected, got inputSize ${cell.inputSize}`);
  const always = reading === "every step";

  const start = (params: Params, v: tf.Tensor2D): State =>
    tf.tidy(() => {
      const zero = cell.zeroState(v.shape[0]);
      if (always) return { ...zero, v: v.clone() };
      return cellStep(cell, params, zero, tf.concat([tf.zeros([v.shape[0], E]), v], 1) as tf.Tensor2D);
    });

  /** Words [T N] as the cell's inputs [T, N, E + F]. */
  function inputs({ We }: Params, words: tf.Tensor2D, v: tf.Tensor = tf.zeros([words.shape[1], F])): tf.Tensor3D {
    const [T, N] = words.shape;
    return tf.concat([rowsOf(We as tf.Tensor2D, words), v.reshape([1, N, F]).tile([T, 1, 1])], 2) as tf.Tensor3D;
  }

  const model = {
    torch: { embedding: embeddingModule("We"), ...wiringModules(cell) },
    init: (key: Key): Params => ({
      ...cell.init(fork(key, "cell")),
      We: normal<tf.Rank.R2>(fork(key, "We"), [V, E]),
      ...denseWeights(key, cell.hiddenSize, V),
    }),
    zeroState: (N: number): State =>
      tf.tidy(() => ({ ...cell.zeroState(N), ...(always && { v: tf.zeros<tf.Rank.R2>([N, F]) }) })),
    logits: (params: Params, tokens: tf.Tensor2D, state?: State) =>
      tf.tidy(() => {
        const [N, T] = tokens.shape;
        const { v, ...initial } = state ?? model.zeroState(N);
        const xs = inputs(params, tokens.transpose(), v);
        const run = unrollTimeMajor(cell, params, xs, { initial: initial as State });
        const rows = run.hs.transpose([1, 0, 2]).reshape<tf.Tensor2D>([N * T, cell.hiddenSize]);
        const logits = rows.matMul(params.Wy).add(params.by).reshape<tf.Tensor3D>([N, T, V]);
        return { logits, state: { ...run.state, ...(v && { v: v.clone() }) } as State };
      }),
    next: (params: Params, tokens: tf.Tensor1D, { v, ...state }: State) =>
      tf.tidy(() => {
        const [x] = tf.unstack(inputs(params, tokens.reshape([1, -1]), v)) as tf.Tensor2D[];
        const now = cellStep(cell, params, state as State, x);
        const logits = now.h.matMul(params.Wy).add(params.by) as tf.Tensor2D;
        return { logits, state: { ...now, ...(v && { v: v.clone() }) } as State };
      }),
  };

  return {
    ...model,
    start,
    loss: (params, { image, ...batch }) =>
      tf.tidy(() => teacherForced(model, params, { ...batch, initial: start(params, image) })),
  };
}
