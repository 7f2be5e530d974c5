import type { Params } from "../cells/cell";
import { fork, normal, seed } from "../core/random";
import { mapTensors } from "../core/tensors";
import { tf } from "../core/tf";
import { softAttention } from "../models/softAttention";
import type { Exercise, Mistake } from "./exercise";

/** Wh [H, A], Wx [D, A], b [A] and w [A, 1]; the places of one picture [L, D]; h [1, H]. */
export type AttentionArguments = [params: Params, places: tf.Tensor2D, h: tf.Tensor2D];

const [L, D, H, A] = [6, 5, 4, 3];
const attention = softAttention({ placeSize: D, hiddenSize: H, attentionSize: A });

/** The lecture's lines, some of which are otherwise. */
interface Lines {
  /** Within the tanh: of h Wh, x Wx and b. */
  readonly sum?: (asked: tf.Tensor, keys: tf.Tensor, b: tf.Tensor) => tf.Tensor;
  readonly bent?: (sum: tf.Tensor) => tf.Tensor;
  /** α [L] of the scores [L]. */
  readonly weights?: (scores: tf.Tensor1D) => tf.Tensor;
  readonly z?: (alpha: tf.Tensor, places: tf.Tensor2D) => tf.Tensor;
}

const wrong = (
  says: string,
  { sum = added, bent = tf.tanh, weights = tf.softmax, z = mixed }: Lines,
): Mistake<AttentionArguments> => ({
  says,
  answer({ Wh, Wx, b, w }, places, h) {
    const scores = bent(sum(h.matMul(Wh), places.matMul(Wx as tf.Tensor2D), b))
      .matMul(w)
      .reshape<tf.Tensor1D>([L]);
    const alpha = weights(scores);
    return { alpha, z: z(alpha, places) };
  },
});
const added = (asked: tf.Tensor, keys: tf.Tensor, b: tf.Tensor): tf.Tensor => keys.add(asked).add(b);
const mixed = (alpha: tf.Tensor, places: tf.Tensor2D): tf.Tensor => alpha.reshape([L, 1]).mul(places).sum(0);

/** e_i = w · tanh(h Wh + x_i Wx + b), α = softmax(e), z = Σ_i α_i x_i */
export const attentionExercise: Exercise<AttentionArguments> = {
  name: "Attention",
  takes: ["params", "places", "h"],
  returns: "{ alpha, z }",
  trials() {
    const key = seed(11);
    const params = mapTensors(attention.init(key), ({ shape }, name) => normal(fork(key, name), shape as [number]));
    return [{ args: [params, normal(fork(key, "places"), [L, D]), normal(fork(key, "h"), [1, H])] }];
  },
  right(params, places, h) {
    const picture = places.expandDims<tf.Tensor3D>(0);
    const { alpha, z } = attention.attend(params, { places: picture, keys: attention.keys(params, picture) }, h);
    return { alpha: alpha.reshape([L]), z: z.reshape([D]) };
  },
  gradientIn: (params, places, h) => ({ ...params, places, h }),
  mistakes: [
    wrong("The softmax is over the wrong axis: it goes over the places, and all α together have the sum 1.", {
      weights: (scores) => tf.softmax(scores.reshape([L, 1])).reshape([L]),
    }),
    wrong("The weights are not normalised: the softmax is missing.", { weights: (scores) => scores }),
    wrong("The weights are not normalised: exp is there, the division by the sum is missing.", { weights: tf.exp }),
    wrong("The scores are divided by their sum: the softmax takes exp of them first.", {
      weights: (scores) => scores.div(scores.sum()),
    }),
    wrong("The weights α are a softmax of the scores, not a sigmoid.", { weights: tf.sigmoid }),
    wrong("α is soft: every place has a part, not only the one with the largest score.", {
      weights: (scores) => tf.oneHot(scores.argMax<tf.Scalar>(), L).cast("float32"),
    }),
    wrong("The sign of the scores is wrong: what fits best has the largest α.", {
      weights: (scores) => tf.softmax(scores.neg()),
    }),
    wrong("The softmax is taken twice.", { weights: (scores) => tf.softmax(tf.softmax(scores)) }),
    wrong("The scores are not divided by √A before the softmax: that is the Transformer's form.", {
      weights: (scores) => tf.softmax(scores.div(Math.sqrt(A))),
    }),
    wrong("The tanh is missing: e = w · tanh(h Wh + x Wx + b).", { bent: (sum) => sum }),
    wrong("The tanh comes before the product with w, not after it.", {
      bent: (sum) => sum,
      weights: (scores) => tf.softmax(scores.tanh()),
    }),
    wrong("The function around the sum is tanh, not the sigmoid.", { bent: tf.sigmoid }),
    wrong("The bias b is missing.", { sum: (asked, keys) => keys.add(asked) }),
    wrong("h Wh is missing: where to look depends on the state, too.", { sum: (_, keys, b) => keys.add(b) }),
    wrong("z is the sum of the α x, not their mean.", { z: (alpha, places) => mixed(alpha, places).div(L) }),
    wrong("z is made with the weights α: this is the plain mean of the places.", { z: (_, places) => places.mean(0) }),
  ],
};
