import { cellStep, type Params, unrollTimeMajor } from "../cells/cell";
import { lstm } from "../cells/lstm";
import { rowsOf } from "../cells/projection";
import { embeddingModule, linearModule, type TorchModules, type Weighted, withinModule } from "../cells/torchModule";
import { cellModules } from "../cells/torchRecurrent";
import { expectForm, expectSizes, forms } from "../core/argumentForms";
import { expect } from "../core/errors";
import { fork, normal } from "../core/random";
import { prefixed, unprefixed } from "../core/tensors";
import { tf } from "../core/tf";
import type { Glance } from "./glance";
import { type SoftAttention, softAttention } from "./softAttention";

/** What is known of N pictures: a vector F(I) [N, F] each, such as fc7, and a map C(I) [N, L, D], such as conv5_3. */
export type PictureFeatures = { readonly vector?: tf.Tensor2D; readonly map?: tf.Tensor3D };

/** The sizes of a question reader, and what it sees. */
export interface QuestionReaderOptions {
  readonly vocabSize: number;
  /** E: the one space that the picture and the words are mapped into. */
  readonly embeddingSize: number;
  readonly hiddenSize: number;
  /** F, where the picture is read before the words; otherwise the words alone are. */
  readonly vectorSize?: number;
  /** Where each step looks at the map's places, of `placeSize` numbers each; "mean": always at all of them alike, which learns nothing. */
  readonly attention?: {
    readonly placeSize: number;
    readonly attentionSize: number;
    readonly glance?: Exclude<Glance, "hard">;
  };
}

/** Reads a picture and a question into a state, one word after the other. */
export interface QuestionReader extends Weighted {
  readonly hiddenSize: number;
  /** `embedding`, `rnn`, and what is read or looked at. */
  readonly torch: TorchModules;
  /**
   * @param tokens int32 [N, T]; what stands behind a question's end changes nothing before it
   * @returns h after each word [T, N, H]; with attention also its α at each word [T, N, L]
   */
  read(
    params: Params,
    tokens: tf.Tensor2D,
    sight: PictureFeatures,
  ): { readonly hs: tf.Tensor3D; readonly alphas?: tf.Tensor3D };
}

/**
 * Visual7W's encoder: an LSTM reads the picture as if it were a first word, then the words.
 *   v_0 = F(I) Wi + bi     v_t = onehot(w_t) Ww     h_t = LSTM(h_{t−1}, v_t)     Wi [F, E]  bi [E]  Ww [V, E]
 * With attention the LSTM reads [v_t, z_t], where z_t is what `softAttention` of h_{t−1} finds in the map; the control of glance
 * "mean" has the plain mean of all places for z_t, and no weights to look with.
 * Weights: `Wi`, `bi`, `Ww`, `lstm.Wx` …, `attention.Wh` ….
 * @see Zhu et al. 2016, equations 1 to 7; lecture 3.3
 */
export function questionReader(options: QuestionReaderOptions): QuestionReader {
  const { vocabSize: V, embeddingSize: E, hiddenSize: H, vectorSize: F, attention: look } = options;
  expectSizes("questionReader", { vocabSize: V, embeddingSize: E, hiddenSize: H });
  if (F !== undefined) expectForm("questionReader: vectorSize", forms.count, F);
  const cell = lstm({ inputSize: E + (look?.placeSize ?? 0), hiddenSize: H });
  const attention = look && look.glance !== "mean" ? softAttention({ ...look, hiddenSize: H }) : undefined;

  /** v_0, v_1, … v_T: [T + 1, N, E], or [T, N, E] where no picture is read. */
  function mapped({ Wi, bi, Ww }: Params, tokens: tf.Tensor2D, { vector }: PictureFeatures): tf.Tensor3D {
    const words = rowsOf(Ww as tf.Tensor2D, tokens.transpose()) as tf.Tensor3D;
    if (!F) return words;
    expect(vector !== undefined, "questionReader: a vector of each picture expected, got none");
    const picture = vector.matMul(Wi).add(bi);
    return tf.concat([picture.reshape<tf.Tensor3D>([1, ...picture.shape] as [number, number, number]), words]);
  }

  /** The LSTM over all words at once, for what is read of the map is always the same. */
  function readMean(params: Params, vs: tf.Tensor3D, { map }: PictureFeatures) {
    const [T, N] = vs.shape;
    const all = expectMap(map).mean(1).reshape<tf.Tensor3D>([1, N, -1]).tile<tf.Tensor3D>([T, 1, 1]);
    return readWords(params, tf.concat3d([vs, all], 2));
  }

  const readWords = (params: Params, vs: tf.Tensor3D) => ({
    hs: unrollTimeMajor(cell, unprefixed("lstm.", params) as ReturnType<typeof cell.init>, vs).hs,
  });

  function expectMap(map: tf.Tensor3D | undefined): tf.Tensor3D {
    expect(map !== undefined, "questionReader: a map of each picture expected, got none");
    return map;
  }

  /** The LSTM step by step, because each looks where the one before says. */
  function readLooking(attention: SoftAttention, params: Params, vs: tf.Tensor3D, sight: PictureFeatures) {
    const map = expectMap(sight.map);
    const [own, looking] = [unprefixed("lstm.", params), unprefixed("attention.", params)];
    const seen = { places: map, keys: attention.keys(looking, map) };
    const [hs, alphas]: tf.Tensor2D[][] = [[], []];
    let state = cell.zeroState(vs.shape[1]);
    for (const v of tf.unstack(vs) as tf.Tensor2D[]) {
      const { alpha, z } = attention.attend(looking, seen, state.h);
      state = cellStep(cell, own as Parameters<typeof cell.step>[0], state, tf.concat([v, z], 1) as tf.Tensor2D);
      hs.push(state.h);
      alphas.push(alpha);
    }
    return { hs: tf.stack(hs) as tf.Tensor3D, alphas: tf.stack(alphas) as tf.Tensor3D };
  }

  return {
    hiddenSize: H,
    torch: {
      ...{ embedding: embeddingModule("Ww"), ...(F ? { image: linearModule("Wi", "bi") } : {}) },
      ...withinModule("rnn", "lstm.", cellModules(cell)),
      ...withinModule("attention", "attention.", attention?.torch ?? {}),
    },
    init: (key) => ({
      ...(F
        ? { Wi: normal<tf.Rank.R2>(fork(key, "Wi"), [F, E], 1 / Math.sqrt(F)), bi: tf.zeros([E]) as tf.Tensor1D }
        : {}),
      Ww: normal<tf.Rank.R2>(fork(key, "Ww"), [V, E], 1),
      ...prefixed("lstm.", cell.init(fork(key, "lstm")) as Params),
      ...prefixed("attention.", attention?.init(fork(key, "attention")) ?? {}),
    }),
    read: (params, tokens, sight) =>
      tf.tidy(() => {
        const vs = mapped(params, tokens, sight);
        const run = attention
          ? readLooking(attention, params, vs, sight)
          : look
            ? readMean(params, vs, sight)
            : readWords(params, vs);
        if (!F) return run;
        const afterPicture = (xs: tf.Tensor3D) => xs.slice(1) as tf.Tensor3D;
        const { alphas } = run as { alphas?: tf.Tensor3D };
        return { hs: afterPicture(run.hs), ...(alphas ? { alphas: afterPicture(alphas) } : {}) };
      }),
  };
}

/**
 * Of hs [T, N, H] the state after the last word that the mask [N, T] keeps: [N, H]. Later states are the reader's at
 * padding, which get no gradient.
 */
export function lastOf(hs: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const [N, T] = mask.shape;
    const next = mask.slice([0, 1], [N, T - 1]).pad([
      [0, 0],
      [0, 1],
    ]);
    const isLast = mask.sub(next).transpose().reshape([T, N, 1]);
    return hs.mul(isLast).sum(0) as tf.Tensor2D;
  });
}
