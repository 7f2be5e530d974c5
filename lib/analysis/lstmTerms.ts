import { Matrix } from "ml-matrix";
import type { Input } from "../cells/cell";
import { type LstmParams, type LstmState, lstmGates } from "../cells/lstm";
import { expectForms, forms } from "../core/argumentForms";
import { tensor } from "../core/tensorForms";
import { tf } from "../core/tf";

/** The four ways from c_{t−1} to c_t, each H × H: row i and column j are ∂c_t[i]/∂c_{t−1}[j] along that way. */
export interface CellStateTerms {
  /** f_t: along the cell state itself; diagonal. */
  readonly carry: Matrix;
  /** Through h_{t−1} into the forget gate: c_{t−1} ⊙ ∂f_t. */
  readonly forget: Matrix;
  /** Through h_{t−1} into the input gate: g_t ⊙ ∂i_t. */
  readonly input: Matrix;
  /** Through h_{t−1} into the candidate: i_t ⊙ ∂g_t. */
  readonly candidate: Matrix;
}

/**
 * The terms of ∂c_t/∂c_{t−1}, with h_{t−1} = o_{t−1} ⊙ tanh(c_{t−1}) and o_{t−1} held:
 *   ∂c_t/∂c_{t−1} = diag(f_t)                                   carry
 *     + diag(c_{t−1} ⊙ f_t(1 − f_t)) Whfᵀ P                     forget
 *     + diag(g_t ⊙ i_t(1 − i_t)) Whiᵀ P                         input
 *     + diag(i_t ⊙ (1 − g_t²)) Whgᵀ P                           candidate,   P = diag(o_{t−1} ⊙ (1 − tanh²(c_{t−1})))
 * Their sum is exact for one step. Products of sums leave out the way through o, which depends on h_{t−2} and so on:
 * over several steps only the Jacobian of (h, c) is exact.
 * `state` is h and c [1, H] before the step, `o` the output gate [1, H] that made that h.
 * @see Bayer 2015, "Why LSTMs stop your gradients from vanishing" (weberna 2017); lecture 5.2
 */
export function cellStateTerms(
  params: LstmParams,
  before: { state: LstmState; o: tf.Tensor },
  x: Input,
): CellStateTerms {
  const H = (params?.b?.size ?? 4) / 4;
  expectForms("cellStateTerms", {
    params: [forms.fields({ b: tensor(4 * H), Wx: tensor("D", 4 * H), Wh: tensor(H, 4 * H) }), params],
    before: [forms.fields({ state: forms.fields({ h: tensor(1, H), c: tensor(1, H) }), o: tensor(1, H) }), before],
  });
  expectForms("cellStateTerms", { x: [x?.dtype === "int32" ? tensor(1) : tensor(1, params.Wx.shape[0]), x] });
  const { state, o } = before;
  const [f, ...ways] = tf.tidy(() => {
    const { i, f, g } = lstmGates(params, state, x);
    const [Wi, Wf, , Wg] = tf.split(params.Wh, 4, 1) as tf.Tensor2D[];
    const slope = (gate: tf.Tensor) => gate.mul(tf.sub(1, gate));
    // ∂h_{t−1}[j]/∂c_{t−1}[j]: a factor of column j.
    const P = o.mul(tf.sub(1, state.c.tanh().square())).reshape([1, -1]);
    const through = (W: tf.Tensor2D, factor: tf.Tensor) =>
      W.transpose()
        .mul(factor.reshape([-1, 1]))
        .mul(P);
    return [
      f,
      through(Wf, state.c.mul(slope(f))),
      through(Wi, g.mul(slope(i))),
      through(Wg, i.mul(tf.sub(1, g.square()))),
    ] as tf.Tensor2D[];
  });
  const [forget, input, candidate] = ways.map((way) => new Matrix(way.arraySync()));
  const carry = Matrix.diag(Array.from(f.dataSync()));
  tf.dispose([f, ways]);
  return { carry, forget, input, candidate };
}
