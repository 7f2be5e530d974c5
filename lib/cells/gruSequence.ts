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
    (save) =>
      forward(inputs, save, (h, { r, xn }) => {
        const p = r.mul(h);
        return { n: matMul(p, inputs.Wn).add(xn).tanh(), saved: p };
      }),
    ([dhs, dhT], saved) => {
      const { Wg, Wn, h0, hs, at } = restore(saved);
      const [given, WgT, WnT, h] = [steps(dhs), transposed(Wg), transposed(Wn), [h0, ...steps(hs)]];
      const [dgs, dns]: tf.Tensor[][] = [[], []];
      let dh: tf.Tensor = dhT;
      for (let t = given.length - 1; t >= 0; t--) {
        [dns[t], dgs[t], dh] = tf.tidy(() => {
          const { r, z, n } = at(t);
          const d = dh.add(given[t]);
          const carried = d.mul(z);
          const dn = tanhGrad(n, d.sub(carried));
          const dp = matMul(dn, WnT);
          const dg = tf.concat([sigmoidGrad(r, dp.mul(h[t])), sigmoidGrad(z, d.mul(h[t].sub(n)))], 1);
          return [dn, dg, tf.addN([carried, dp.mul(r), matMul(dg, WgT)])];
        });
      }
      const [gates, candidate] = [sequence(dgs), sequence(dns)];
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
      forward(inputs, save, (h, { r, xn }) => {
        const q = matMul(h, inputs.Wn).add(inputs.bhn);
        return { n: r.mul(q).add(xn).tanh(), saved: q };
      }),
    ([dhs, dhT], saved) => {
      const { Wg, Wn, h0, hs, at } = restore(saved);
      const [given, WhT, h] = [steps(dhs), tf.concat2d([transposed(Wg), transposed(Wn)], 0), [h0, ...steps(hs)]];
      const [dgs, dns, dqs]: tf.Tensor[][] = [[], [], []];
      let dh: tf.Tensor = dhT;
      for (let t = given.length - 1; t >= 0; t--) {
        [dns[t], dqs[t], dgs[t], dh] = tf.tidy(() => {
          const { r, z, n, saved: q } = at(t);
          const d = dh.add(given[t]);
          const carried = d.mul(z);
          const dn = tanhGrad(n, d.sub(carried));
          const dq = dn.mul(r);
          const dg = tf.concat([sigmoidGrad(r, dn.mul(q)), sigmoidGrad(z, d.mul(h[t].sub(n)))], 1);
          return [dn, dq, dg, carried.add(matMul(tf.concat([dg, dq], 1), WhT))];
        });
      }
      const [gates, candidate, dq] = [sequence(dgs), sequence(dns), sequence(dqs)];
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

/** What a form of the GRU does with the reset: the candidate n_t, and what of it the gradient needs. */
type Candidate = (h: tf.Tensor, at: { r: tf.Tensor; xn: tf.Tensor }) => { n: tf.Tensor; saved: tf.Tensor };

function forward(
  { gates, candidate, Wg, Wn, h0 }: GruSequence,
  save: (tensors: tf.Tensor[]) => void,
  form: Candidate,
): Result {
  const xn = steps(candidate);
  const [states, saved]: tf.Tensor[][] = [[h0], []];
  steps(gates).forEach((xg, t) => {
    const [next, ...kept] = tf.tidy(() => {
      const h = states[t];
      const [r, z] = tf.split(matMul(h, Wg).add(xg).sigmoid(), 2, 1);
      const { n, saved: more } = form(h, { r, xn: xn[t] });
      return [n.add(z.mul(h.sub(n))), r, z, n, more];
    });
    states.push(next);
    saved.push(...kept);
  });
  const hs = sequence(states.slice(1));
  save([Wg, Wn, h0, hs, ...saved]);
  return [hs, states[states.length - 1] as tf.Tensor2D];
}

function restore([Wg, Wn, h0, hs, ...saved]: tf.Tensor[]) {
  const at = (t: number) => {
    const [r, z, n, more] = saved.slice(4 * t, 4 * t + 4);
    return { r, z, n, saved: more };
  };
  return { Wg: Wg as tf.Tensor2D, Wn: Wn as tf.Tensor2D, h0: h0 as tf.Tensor2D, hs: hs as tf.Tensor3D, at };
}
