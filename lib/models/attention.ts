import type { Cell, Params, State } from "../cells/cell";
import { rowsOf } from "../cells/projection";
import { expect } from "../core/errors";
import { fork, type Key, normal } from "../core/random";
import { prefixed, unprefixed } from "../core/tensors";
import { tf } from "../core/tf";
import type { Captioner } from "./captioner";
import { teacherForced } from "./decoder";
import { denseWeights } from "./dense";
import { softAttention } from "./softAttention";

/** The sizes of a captioner with attention, and how it looks. */
export interface AttentionOptions {
  readonly vocabSize: number;
  /** L, of the map x_1 … x_L. */
  readonly places: number;
  /** D, of each x_i. */
  readonly featureSize: number;
  /** A, of the scores' hidden layer. */
  readonly attentionSize: number;
  /** What is read where nothing else is chosen. */
  readonly glance?: Glance;
}

/** The mean under α, the one x_i where α is largest, or the plain mean of all: then α is of no use. */
export const glances = ["soft", "hard", "mean"] as const;
/** How α is used: "soft", "hard" or "mean". */
export type Glance = (typeof glances)[number];

/** From the attention α [N, L] before word t to the weights that are read with [N, L]: α itself, or a place's one-hot. */
export type Choose = (alpha: tf.Tensor2D, t: number) => tf.Tensor2D;

/** A captioner that looks at a map of places before each word. */
export interface AttentionCaptioner extends Captioner<tf.Tensor3D> {
  /**
   * Reads tokens [N, T] with chosen weights: logits [N, T, V] of the words after them, the attention α before each and the
   * weights that were read with, both [N, T, L]; dispose them.
   */
  read(
    params: Params,
    tokens: tf.Tensor2D,
    options: { readonly state: State; readonly choose?: Choose },
  ): { logits: tf.Tensor3D; alphas: tf.Tensor3D; weights: tf.Tensor3D };
}

/** Where α is largest, as a one-hot [N, L]; no gradient flows through it. */
export const hardest: Choose = (alpha) =>
  tf.oneHot(alpha.argMax<tf.Tensor1D>(1), alpha.shape[1]).cast("float32") as tf.Tensor2D;

const usualChoice: Readonly<Record<Glance, Choose>> = {
  soft: (alpha) => alpha,
  hard: hardest,
  mean: (alpha) => tf.fill(alpha.shape, 1 / alpha.shape[1]),
};

/**
 * A captioner that looks at the map of places anew before every word: its outputs are a distribution over places and one
 * over words.
 *   α, z = softAttention(h_{t−1}, x), or z = one x_i
 *   h_t = cell(h_{t−1}, [We y_{t−1}, z])     logits_t = h_t Wy + by     h_0 = tanh(x̄ Wi + bi), x̄ the mean of x_i
 * Weights: those of the cell, `attention.Wh` …, `We`, `Wi`, `bi`, `Wy`, `by`.
 * @param cell reads words and z: its inputSize is E + D
 * @throws where it has no room for words
 * @see Xu et al. 2015; lecture 3.2
 */
export function attentionCaptioner(cell: Cell, options: AttentionOptions): AttentionCaptioner {
  const { vocabSize: V, places: L, featureSize: D, attentionSize: A, glance = "soft" } = options;
  const H = cell.hiddenSize;
  const E = cell.inputSize - D;
  expect(E > 0, `attention: a cell that reads words beside ${D} features expected, got inputSize ${cell.inputSize}`);
  const usual = usualChoice[glance];
  const attention = softAttention({ placeSize: D, hiddenSize: H, attentionSize: A });

  const start = (params: Params, image: tf.Tensor3D): State =>
    tf.tidy(() => {
      const [N] = image.shape;
      const h = image.mean<tf.Tensor2D>(1).matMul(params.Wi).add(params.bi).tanh() as tf.Tensor2D;
      const keys = attention.keys(unprefixed("attention.", params), image);
      return {
        ...cell.zeroState(N),
        ...{ h, x: image.reshape([N, L * D]), keys: keys.reshape([N, L * A]), alpha: tf.fill([N, L], 1 / L) },
      } as State;
    });

  /** One word [N, E] further, and the weights that were read with. */
  function step(
    params: Params,
    { x, keys, alpha: _, ...state }: State,
    word: tf.Tensor,
    choose: (alpha: tf.Tensor2D) => tf.Tensor2D,
  ): { readonly state: State; readonly weights: tf.Tensor2D } {
    const [N] = x.shape;
    const seen = { places: x.reshape<tf.Tensor3D>([N, L, D]), keys: keys.reshape<tf.Tensor3D>([N, L, A]) };
    const { alpha, weights, z } = attention.attend(unprefixed("attention.", params), seen, state.h, choose);
    const next = cell.step(params, state as State, tf.concat([word, z], 1) as tf.Tensor2D);
    return { state: { ...next, x, keys, alpha }, weights };
  }

  const words = ({ We }: Params, tokens: tf.Tensor) => rowsOf(We as tf.Tensor2D, tokens);
  const out = ({ Wy, by }: Params, h: tf.Tensor2D) => h.matMul(Wy).add(by) as tf.Tensor2D;

  function run(params: Params, tokens: tf.Tensor2D, initial: State, choose: Choose) {
    const [N, T] = tokens.shape;
    const steps: ReturnType<typeof step>[] = [];
    tf.unstack(words(params, tokens.transpose())).forEach((word, t) => {
      steps.push(step(params, steps.at(-1)?.state ?? initial, word, (alpha) => choose(alpha, t)));
    });
    const stacked = (of: (one: (typeof steps)[number]) => tf.Tensor) => tf.stack(steps.map(of), 1) as tf.Tensor3D;
    const hs = stacked(({ state }) => state.h).reshape<tf.Tensor2D>([N * T, H]);
    return {
      logits: out(params, hs).reshape<tf.Tensor3D>([N, T, V]),
      alphas: stacked(({ state }) => state.alpha),
      weights: stacked(({ weights }) => weights),
      state: copied(steps[T - 1].state),
    };
  }

  const model = {
    init: (key: Key): Params => ({
      ...cell.init(fork(key, "cell")),
      We: normal<tf.Rank.R2>(fork(key, "We"), [V, E]),
      ...prefixed("attention.", attention.init(fork(key, "attention"))),
      Wi: normal<tf.Rank.R2>(fork(key, "Wi"), [D, H], 1 / Math.sqrt(D)),
      bi: tf.zeros([H]),
      ...denseWeights(key, H, V),
    }),
    zeroState: (N: number): State =>
      tf.tidy(
        () =>
          ({
            ...cell.zeroState(N),
            ...{ x: tf.zeros([N, L * D]), keys: tf.zeros([N, L * A]), alpha: tf.fill([N, L], 1 / L) },
          }) as State,
      ),
    logits: (params: Params, tokens: tf.Tensor2D, state?: State) =>
      tf.tidy(() => {
        const { logits, state: last } = run(params, tokens, state ?? model.zeroState(tokens.shape[0]), usual);
        return { logits, state: last };
      }),
    next: (params: Params, tokens: tf.Tensor1D, state: State) =>
      tf.tidy(() => {
        const { state: now } = step(params, state, words(params, tokens), (alpha) => usual(alpha, 0));
        return { logits: out(params, now.h), state: copied(now) };
      }),
  };

  return {
    ...model,
    start,
    read: (params, tokens, { state, choose = usual }) =>
      tf.tidy(() => {
        const { logits, alphas, weights } = run(params, tokens, state, choose);
        return { logits, alphas, weights };
      }),
    loss: (params, { image, ...batch }) =>
      tf.tidy(() => teacherForced(model, params, { ...batch, initial: start(params, image) })),
  };
}

/** x and keys are those of the state before, which its owner disposes. */
const copied = ({ x, keys, ...rest }: State): State => ({ ...rest, x: x.clone(), keys: keys.clone() });
