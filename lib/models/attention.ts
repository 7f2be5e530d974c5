import { type Cell, cellStep, expectCell, type Params, type State } from "../cells/cell";
import { rowsOf } from "../cells/projection";
import { embeddingModule, linearModule, withinModule } from "../cells/torchModule";
import { detached } from "../core/detached";
import { expect } from "../core/errors";
import { fork, type Key, normal, type TensorKey } from "../core/random";
import { prefixed, unprefixed } from "../core/tensors";
import { tf } from "../core/tf";
import { type AttentionOptions, allAttentionOptions } from "./attentionOptions";
import { attentionOutput, type SaidFrom } from "./attentionOutput";
import { attentionStart } from "./attentionStart";
import type { Captioner } from "./captioner";
import { wiringModules } from "./dense";
import { type Choose, usualChoice } from "./glance";
import { maskedCrossEntropy } from "./maskedCrossEntropy";
import { softAttention } from "./softAttention";

/** The state before the words, the weights that are read with, by default those of the glance, and a key where it learns. */
export interface LookingReading {
  readonly state: State;
  readonly choose?: Choose;
  readonly key?: TensorKey;
}

/** A captioner that looks at a map of places before each word. */
export interface AttentionCaptioner extends Captioner<tf.Tensor3D> {
  /**
   * Reads tokens [N, T] with chosen weights: logits [N, T, V] of the words after them, the attention α before each and the
   * weights that were read with, both [N, T, L]; dispose them.
   */
  read(
    params: Params,
    tokens: tf.Tensor2D,
    reading: LookingReading,
  ): { logits: tf.Tensor3D; alphas: tf.Tensor3D; weights: tf.Tensor3D };
}

/**
 * A captioner that looks at the map of places anew before every word: its outputs are a distribution over places and one
 * over words.
 *   α, z = softAttention(h_{t−1}, x), or z = one x_i
 *   h_t = cell(h_{t−1}, [We y_{t−1}, z])     logits_t = h_t Wy + by     h_0 as `attentionStart` has it
 * or, with a deep output, the logits as `attentionOutput` has them.
 * Weights: those of the cell, `attention.Wh` …, `We`, `Wi`, `bi` …, `Wy`, `by`, and those of the options.
 * @param cell reads words and z: its inputSize is E + D
 * @throws where it has no room for words
 * @see Xu et al. 2015; lecture 3.2
 */
export function attentionCaptioner(cell: Cell, options: AttentionOptions): AttentionCaptioner {
  expectCell("attentionCaptioner", cell);
  const all = allAttentionOptions(options);
  const { vocabSize: V, places: L, featureSize: D, attentionSize: A, askWithWord, gate, doublyStochastic } = all;
  const H = cell.hiddenSize;
  const E = cell.inputSize - D;
  expect(E > 0, `attention: a cell that reads words beside ${D} features expected, got inputSize ${cell.inputSize}`);
  const usual = usualChoice[all.glance];
  const attention = softAttention({ placeSize: D, hiddenSize: askWithWord ? H + E : H, attentionSize: A });
  const before = attentionStart(cell, all);
  const output = attentionOutput({ ...all, embeddingSize: E, hiddenSize: H });

  const start = (params: Params, image: tf.Tensor3D): State =>
    tf.tidy(() => {
      const [N] = image.shape;
      const keys = attention.keys(unprefixed("attention.", params), image);
      return {
        ...before.state(params, image),
        ...{ x: image.reshape([N, L * D]), keys: keys.reshape([N, L * A]), alpha: tf.fill([N, L], 1 / L) },
      } as State;
    });

  /** One word [N, E] further, and the weights that were read with. */
  function step(
    params: Params,
    { x, keys, alpha: _, ...state }: State,
    word: tf.Tensor2D,
    choose: (alpha: tf.Tensor2D) => tf.Tensor2D,
  ) {
    const [N] = x.shape;
    const seen = { places: x.reshape<tf.Tensor3D>([N, L, D]), keys: keys.reshape<tf.Tensor3D>([N, L, A]) };
    const asked = askWithWord ? tf.concat([state.h, word], 1) : state.h;
    const { alpha, weights, z: there } = attention.attend(unprefixed("attention.", params), seen, asked, choose);
    const z = gate ? there.mul(state.h.matMul(params["gate.w"]).add(params["gate.b"]).sigmoid()) : there;
    const next = cellStep(cell, params, state as State, tf.concat([word, z], 1) as tf.Tensor2D);
    return { state: { ...next, x, keys, alpha } as State, weights, from: { h: next.h, z, word } as SaidFrom };
  }

  const words = ({ We }: Params, tokens: tf.Tensor) => rowsOf(We as tf.Tensor2D, tokens);

  function run(params: Params, tokens: tf.Tensor2D, { state: initial, choose = usual, key }: LookingReading) {
    const [N, T] = tokens.shape;
    const steps: ReturnType<typeof step>[] = [];
    tf.unstack(words(params, tokens.transpose())).forEach((word, t) => {
      steps.push(step(params, steps.at(-1)?.state ?? initial, word as tf.Tensor2D, (alpha) => choose(alpha, t)));
    });
    const stacked = (of: (one: (typeof steps)[number]) => tf.Tensor) => tf.stack(steps.map(of), 1) as tf.Tensor3D;
    const rows = (of: (from: SaidFrom) => tf.Tensor2D, width: number) =>
      stacked(({ from }) => of(from)).reshape<tf.Tensor2D>([N * T, width]);
    const from = { h: rows(({ h }) => h, H), z: rows(({ z }) => z, D), word: rows(({ word }) => word, E) };
    return {
      logits: output.logits(params, from, key).reshape<tf.Tensor3D>([N, T, V]),
      alphas: stacked(({ state }) => state.alpha),
      weights: stacked(({ weights }) => weights),
      state: copied(steps[T - 1].state),
    };
  }

  const model = {
    torch: {
      ...{ embedding: embeddingModule("We"), ...before.torch },
      ...withinModule("attention", "attention.", attention.torch),
      ...{ ...wiringModules(cell), ...output.torch, ...(gate && { gate: linearModule("gate.w", "gate.b") }) },
    },
    init: (key: Key): Params => ({
      ...cell.init(fork(key, "cell")),
      We: normal<tf.Rank.R2>(fork(key, "We"), [V, E]),
      ...prefixed("attention.", attention.init(fork(key, "attention"))),
      ...before.init(key),
      ...output.init(key),
      // Open at first, like the forget gate of an LSTM.
      ...(gate && {
        ...{ "gate.w": normal<tf.Rank.R2>(fork(key, "gate.w"), [H, 1], 1 / Math.sqrt(H)), "gate.b": tf.ones([1]) },
      }),
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
        const { logits, state: last } = run(params, tokens, { state: state ?? model.zeroState(tokens.shape[0]) });
        return { logits, state: last };
      }),
    next: (params: Params, tokens: tf.Tensor1D, state: State) =>
      tf.tidy(() => {
        const word = words(params, tokens) as tf.Tensor2D;
        const { state: now, from } = step(params, state, word, (alpha) => usual(alpha, 0));
        return { logits: output.logits(params, from), state: copied(now) };
      }),
  };

  return {
    ...model,
    start,
    read: (params, tokens, reading) =>
      tf.tidy(() => {
        const { logits, alphas, weights } = run(params, tokens, reading);
        return { logits, alphas, weights };
      }),
    loss: (params, { image, inputs, targets, mask }, key) =>
      tf.tidy(() => {
        const { logits, alphas } = run(params, inputs, { state: start(params, image), key });
        const rows = logits.reshape<tf.Tensor2D>([-1, V]);
        const nats = maskedCrossEntropy(rows, { targets: targets.flatten(), mask: mask.flatten() });
        if (doublyStochastic === 0) return nats;
        const penalty = evenLooks(alphas, mask).mul(doublyStochastic);
        return nats.add(penalty.sub(detached(penalty))) as tf.Scalar;
      }),
  };
}

/**
 * How unevenly a caption looks over its words: Σ_i (1 − Σ_t α_ti)², divided by the words, as the loss is. The loss has its gradient, and
 * remains the nats.
 * @see Xu et al. 2015, equation 14
 */
export function evenLooks(alphas: tf.Tensor3D, mask: tf.Tensor2D): tf.Scalar {
  return tf.tidy(() => {
    const looked = alphas.mul(mask.expandDims(2)).sum(1);
    return tf.sub(1, looked).square().sum().div(mask.sum()) as tf.Scalar;
  });
}

/** x and keys are those of the state before, which its owner disposes. */
const copied = ({ x, keys, ...rest }: State): State => ({ ...rest, x: x.clone(), keys: keys.clone() });
