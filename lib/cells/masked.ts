import { expectForm, forms } from "../core/argumentForms";
import { anyTensor, tensor } from "../core/tensorForms";
import { tf } from "../core/tf";
import { type Cell, cellStep, expectRun, type Input, type Params, type State } from "./cell";

/**
 * The state after sequences of different lengths in one batch: where the mask is 0 a step leaves the state as it was,
 *   s_t = m_t ? f(s_{t−1}, x_t) : s_{t−1}
 * so that padding changes neither a value nor a gradient.
 * `x` is [N, T, D], or the numbers of the ones of one-hot vectors [N, T], int32; `mask` [N, T] is 1 where there is
 * something to read, and 0 where there is padding.
 */
export function lastState<S extends State>(
  cell: Cell<Params, S>,
  params: Params,
  read: { readonly x: tf.Tensor3D | tf.Tensor2D; readonly mask: tf.Tensor2D },
): S {
  expectForm("lastState", forms.fields({ x: anyTensor, mask: anyTensor }), read);
  const { x, mask } = read;
  expectRun("lastState", { cell, params, x });
  expectForm("lastState", forms.fields({ mask: tensor(x.shape[0], x.shape[1]) }), { mask });
  return tf.tidy(() => {
    const reads = tf.unstack(mask.cast("bool").reshape([...mask.shape, 1]), 1);
    return (tf.unstack(x, 1) as Input[]).reduce<S>((state, xt, t) => {
      const next = cellStep(cell, params, state, xt);
      return Object.fromEntries(
        Object.keys(state).map((name) => [name, tf.where(reads[t], next[name], state[name])]),
      ) as S;
    }, cell.zeroState(x.shape[0]));
  });
}
