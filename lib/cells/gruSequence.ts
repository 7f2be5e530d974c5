import { shared } from "../core/compile";
import { tf } from "../core/tf";
import { withGradient } from "../core/withGradient";
import {
  matMul,
  matMulTN,
  recurrentGradient,
  rows,
  sequence,
  sigmoidGrad,
  steps,
  tanhGrad,
  transposed,
} from "./sequence";

/** Input products and biases of the gates r and z [T, N, 2H] and of the candidate n [T, N, H], and what they are added to. */
export type GruSequence = Readonly<{
  gates: tf.Tensor3D;
  candidate: tf.Tensor3D;
  /** Recurrent weights of the gates, [H, 2H]. */
  Wg: tf.Tensor2D;
  /** Recurrent weights of the candidate, [H, H]. */
  Wn: tf.Tensor2D;
  h0: tf.Tensor2D;
}>;

/** All h [T, N, H] and the last [N, H]. */
type Result = [tf.Tensor3D, tf.Tensor2D];

/**
 * The GRU over a whole sequence, reset before the product; its gradient is derived by hand.
 *   [r z]_t = σ(gates_t + h_{t−1} Wg)     p_t = r_t ⊙ h_{t−1}     n_t = tanh(candidate_t + p_t Wn)
 *   h_t = n_t + z_t ⊙ (h_{t−1} − n_t)
 */
export const gruSequence = (inputs: GruSequence): Result =>
  withGradient(
    inputs,
    (save) => forward(inputs, save, (piece, T) => stepsBefore(T)({ ...piece, Wg: inputs.Wg, Wn: inputs.Wn })),
    ([dhs, dhT], saved) => {
      const restored = restore(saved);
      const { Wg, Wn, h0, hs, at } = restored;
      const [given, WgT, WnT] = [steps(dhs), transposed(Wg), transposed(Wn)];
      const run = (piece: Backward, T: number) => backBefore(T)({ ...piece, WgT, WnT });
      const { dh, gradients } = backward(given, dhT, restored, run);
      const [candidate, gates] = [0, 1].map((i) => sequence(gradients.map((step) => step[i])));
      return {
        gates: () => gates,
        candidate: () => candidate,
        Wg: () => recurrentGradient(h0, hs, gates),
        Wn: () => matMulTN(rows(sequence(given.map((_, t) => at(t).saved))), rows(candidate)),
        h0: () => dh,
      };
    },
  );

/**
 * The GRU over a whole sequence, reset after the product:
 *   q_t = h_{t−1} Wn + bhn     n_t = tanh(candidate_t + r_t ⊙ q_t)     the rest as above
 */
export const gruSequenceResetAfter = (inputs: GruSequence & Readonly<{ bhn: tf.Tensor1D }>): Result =>
  withGradient(
    inputs,
    (save) =>
      forward(inputs, save, (piece, T) => stepsAfter(T)({ ...piece, Wg: inputs.Wg, Wn: inputs.Wn, bhn: inputs.bhn })),
    ([dhs, dhT], saved) => {
      const restored = restore(saved);
      const { Wg, Wn, h0, hs } = restored;
      const [given, WhT] = [steps(dhs), tf.concat2d([transposed(Wg), transposed(Wn)], 0)];
      const run = (piece: Backward, T: number) => backAfter(T)({ ...piece, WhT });
      const { dh, gradients } = backward(given, dhT, restored, run);
      const [candidate, dq, gates] = [0, 1, 2].map((i) => sequence(gradients.map((step) => step[i])));
      return {
        gates: () => gates,
        candidate: () => candidate,
        Wg: () => recurrentGradient(h0, hs, gates),
        Wn: () => recurrentGradient(h0, hs, dq),
        h0: () => dh,
        bhn: () => rows(dq).sum(0),
      };
    },
  );

/** Of longer sequences so many steps are one function of the graph, which then begins to run sooner; each call takes a little. */
const [LONG, PIECE] = [100, 8];

/** 0, …, T − 1 in runs of `PIECE`; a sequence that is not long in one. */
function pieces(T: number): number[][] {
  const length = T > LONG ? PIECE : T;
  return Array.from({ length: Math.ceil(T / length) }, (_, i) =>
    Array.from({ length: Math.min(length, T - i * length) }, (_, t) => i * length + t),
  );
}

/** One function of the graph in a long sequence, else a part of it. */
function inLong<A, R>(steps: (piece: A) => R): (T: number) => (piece: A) => R {
  const once = shared(steps);
  return (T) => (T > LONG ? once : steps);
}

/** The state before some steps, and what they read. */
type Forward = { readonly h: tf.Tensor; readonly xs: readonly { readonly xg: tf.Tensor; readonly xn: tf.Tensor }[] };
/** Of one step: h, r, z, n, and what else the gradient needs. */
type Step = [h: tf.Tensor, r: tf.Tensor, z: tf.Tensor, n: tf.Tensor, saved: tf.Tensor];
type Back = Readonly<Record<"given" | "r" | "z" | "n" | "saved" | "h", tf.Tensor>>;

/** What a form of the GRU does with the reset: the candidate n_t, and what of it the gradient needs. */
type Candidate = (h: tf.Tensor, at: { r: tf.Tensor; xn: tf.Tensor }) => { n: tf.Tensor; saved: tf.Tensor };

function stepsOf({ h: before, xs }: Forward, Wg: tf.Tensor, form: Candidate): Step[] {
  let h = before;
  return xs.map(({ xg, xn }) => {
    const step = tf.tidy((): Step => {
      const [r, z] = tf.split(matMul(h, Wg).add(xg).sigmoid(), 2, 1);
      const { n, saved } = form(h, { r, xn });
      return [n.add(z.mul(h.sub(n))), r, z, n, saved];
    });
    h = step[0];
    return step;
  });
}

const stepsBefore = inLong(({ Wg, Wn, ...piece }: Forward & Record<"Wg" | "Wn", tf.Tensor>) =>
  stepsOf(piece, Wg, (h, { r, xn }) => {
    const p = r.mul(h);
    return { n: matMul(p, Wn).add(xn).tanh(), saved: p };
  }),
);

const stepsAfter = inLong(({ Wg, Wn, bhn, ...piece }: Forward & Record<"Wg" | "Wn" | "bhn", tf.Tensor>) =>
  stepsOf(piece, Wg, (h, { r, xn }) => {
    const q = matMul(h, Wn).add(bhn);
    return { n: r.mul(q).add(xn).tanh(), saved: q };
  }),
);

/** The gradient of the state before some steps, and of each step those of its parts. */
type Backpropagated = { readonly dh: tf.Tensor; readonly gradients: tf.Tensor[][] };
/** The gradient of the state after some steps, and what is known of each. */
type Backward = { readonly dh: tf.Tensor; readonly back: readonly Back[] };

const backBefore = inLong(({ dh: last, back, WgT, WnT }: Backward & Record<"WgT" | "WnT", tf.Tensor>) => {
  let dh = last;
  const gradients = back.map(({ given, r, z, n, h }) => {
    const [dn, dg, before] = tf.tidy((): tf.Tensor[] => {
      const d = dh.add(given);
      const carried = d.mul(z);
      const dn = tanhGrad(n, d.sub(carried));
      const dp = matMul(dn, WnT);
      const dg = tf.concat([sigmoidGrad(r, dp.mul(h)), sigmoidGrad(z, d.mul(h.sub(n)))], 1);
      return [dn, dg, tf.addN([carried, dp.mul(r), matMul(dg, WgT)])];
    });
    dh = before;
    return [dn, dg];
  });
  return { gradients, dh };
});

const backAfter = inLong(({ dh: last, back, WhT }: Backward & Record<"WhT", tf.Tensor>) => {
  let dh = last;
  const gradients = back.map(({ given, r, z, n, saved: q, h }) => {
    const [dn, dq, dg, before] = tf.tidy((): tf.Tensor[] => {
      const d = dh.add(given);
      const carried = d.mul(z);
      const dn = tanhGrad(n, d.sub(carried));
      const dq = dn.mul(r);
      const dg = tf.concat([sigmoidGrad(r, dn.mul(q)), sigmoidGrad(z, d.mul(h.sub(n)))], 1);
      return [dn, dq, dg, carried.add(matMul(tf.concat([dg, dq], 1), WhT))];
    });
    dh = before;
    return [dn, dq, dg];
  });
  return { gradients, dh };
});

function forward(
  { gates, candidate, Wg, Wn, h0 }: GruSequence,
  save: (tensors: tf.Tensor[]) => void,
  run: (piece: Forward, T: number) => Step[],
): Result {
  const [xg, xn] = [steps(gates), steps(candidate)];
  const [states, saved]: tf.Tensor[][] = [[h0], []];
  for (const ts of pieces(xg.length)) {
    const piece = run({ h: states[states.length - 1], xs: ts.map((t) => ({ xg: xg[t], xn: xn[t] })) }, xg.length);
    for (const [next, ...kept] of piece) {
      states.push(next);
      saved.push(...kept);
    }
  }
  const hs = sequence(states.slice(1));
  save([Wg, Wn, h0, hs, ...saved]);
  return [hs, states[states.length - 1] as tf.Tensor2D];
}

/** From the last piece to the first: what `run` gives of each step, in the order of time, and the gradient of h0. */
function backward(
  given: readonly tf.Tensor[],
  dhT: tf.Tensor,
  { h0, hs, at }: ReturnType<typeof restore>,
  run: (piece: Backward, T: number) => Backpropagated,
): Backpropagated {
  const h = [h0, ...steps(hs)];
  const gradients: tf.Tensor[][] = [];
  let dh = dhT;
  for (const ts of pieces(given.length).reverse()) {
    const back = ts.reverse().map((t) => ({ ...at(t), h: h[t], given: given[t] }));
    const piece = run({ dh, back }, given.length);
    dh = piece.dh;
    ts.forEach((t, i) => {
      gradients[t] = piece.gradients[i];
    });
  }
  return { dh, gradients };
}

function restore([Wg, Wn, h0, hs, ...saved]: tf.Tensor[]) {
  const at = (t: number) => {
    const [r, z, n, more] = saved.slice(4 * t, 4 * t + 4);
    return { r, z, n, saved: more };
  };
  return { Wg: Wg as tf.Tensor2D, Wn: Wn as tf.Tensor2D, h0: h0 as tf.Tensor2D, hs: hs as tf.Tensor3D, at };
}
