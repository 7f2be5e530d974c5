import { type GruParams, type GruState, gru } from "../cells/gru";
import { tf } from "../core/tf";
import { cellExercise, cellSizes, inOrder, type StepArguments } from "./cellExercise";
import type { Mistake } from "./exercise";

type Arguments = StepArguments<GruParams, GruState>;

/** The gates of one step, the two parts of the candidate's sum, and the state before it. */
interface Parts {
  readonly r: tf.Tensor;
  readonly z: tf.Tensor;
  readonly n: tf.Tensor;
  readonly h: tf.Tensor;
}

/** The lecture's lines, some of which are otherwise. */
interface Lines {
  /** n of x Wxn + bn, of r and h, and of what multiplies with Whn. */
  readonly candidate?: (xn: tf.Tensor, parts: Omit<Parts, "n">, recalled: (h: tf.Tensor) => tf.Tensor) => tf.Tensor;
  readonly next?: (parts: Parts) => tf.Tensor;
}

const wrong = (says: string, { candidate = reset, next = mixed }: Lines): Mistake<Arguments> => ({
  says,
  answer({ Wx, Wh, b }, { h }, x) {
    const [xr, xz, xn] = tf.split(x.matMul(Wx).add(b), 3, 1);
    const recalled = (state: tf.Tensor) => tf.split(tf.matMul(state as tf.Tensor2D, Wh), 3, 1);
    const [hr, hz] = recalled(h);
    const gates = { r: xr.add(hr).sigmoid(), z: xz.add(hz).sigmoid(), h };
    return { h: next({ ...gates, n: candidate(xn, gates, (state) => recalled(state)[2]) }) };
  },
});
const reset: Required<Lines>["candidate"] = (xn, { r, h }, recalled) => xn.add(recalled(r.mul(h))).tanh();
const mixed = ({ z, n, h }: Parts): tf.Tensor => z.mul(h).add(tf.sub(1, z).mul(n));

const cell = gru(cellSizes);

/** n = tanh(x Wxn + (r ⊙ h) Whn + bn), h' = z ⊙ h + (1 − z) ⊙ n */
export const gruExercise = cellExercise(cell, {
  returns: "{ h }",
  mistakes: [
    wrong("z and 1 − z have changed places: h' = z ⊙ h + (1 − z) ⊙ n.", {
      next: ({ z, n, h }) => z.mul(n).add(tf.sub(1, z).mul(h)),
    }),
    { says: "The reset gate r and the update gate z have changed places.", answer: inOrder(cell, "zrn") },
    {
      says: "The candidate n and the update gate z have changed places: the order is r, z, n.",
      answer: inOrder(cell, "rnz"),
    },
    wrong("The reset comes before the product: (r ⊙ h) Whn, not r ⊙ (h Whn), which is PyTorch's form.", {
      candidate: (xn, { r, h }, recalled) => xn.add(r.mul(recalled(h))).tanh(),
    }),
    wrong("The reset gate is missing: n = tanh(x Wxn + (r ⊙ h) Whn + bn).", {
      candidate: (xn, { h }, recalled) => xn.add(recalled(h)).tanh(),
    }),
    wrong("The reset gate belongs to h alone, not to the whole sum of the candidate.", {
      candidate: (xn, { r, h }, recalled) => r.mul(xn.add(recalled(h))).tanh(),
    }),
    wrong("The candidate n has a tanh, not a sigmoid.", {
      candidate: (xn, { r, h }, recalled) => xn.add(recalled(r.mul(h))).sigmoid(),
    }),
    wrong("The tanh of the candidate n is missing.", {
      candidate: (xn, { r, h }, recalled) => xn.add(recalled(r.mul(h))),
    }),
    wrong("The sign of 1 − z is wrong: it is not z − 1.", { next: ({ z, n, h }) => z.mul(h).add(tf.sub(z, 1).mul(n)) }),
    wrong("The brackets are wrong: n is multiplied by 1 − z alone, before z ⊙ h is added.", {
      next: ({ z, n, h }) => z.mul(h).add(tf.sub(1, z)).mul(n),
    }),
    wrong("The factor 1 − z is missing: h' = z ⊙ h + (1 − z) ⊙ n.", { next: ({ z, n, h }) => z.mul(h).add(n) }),
    wrong("The factor z of the old h is missing: h' = z ⊙ h + (1 − z) ⊙ n.", {
      next: ({ z, n, h }) => h.add(tf.sub(1, z).mul(n)),
    }),
    wrong("The old h is missing: h' = z ⊙ h + (1 − z) ⊙ n.", { next: ({ z, n }) => tf.sub(1, z).mul(n) }),
    wrong("The reset gate does not enter h': the old h there is multiplied by z alone.", {
      next: ({ r, z, n, h }) => z.mul(r.mul(h)).add(tf.sub(1, z).mul(n)),
    }),
  ],
});
