import { expectForm, forms } from "../core/argumentForms";
import { type GivenSequence, remembered } from "../core/remembered";
import { onTape } from "../core/tape";
import { anyTensor, tensor } from "../core/tensorForms";
import { mapTensors } from "../core/tensors";
import { tf } from "../core/tf";
import {
  type Cell,
  cellStep,
  expectRun,
  type Params,
  rememberForm,
  type State,
  type UnrollOptions,
  unstacked,
} from "./cell";

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
  options: Pick<UnrollOptions, "remember"> = {},
): S {
  expectForm("lastState", forms.fields({ x: anyTensor, mask: anyTensor }), read);
  expectForm("lastState: options", forms.fields({}, { remember: rememberForm }), options);
  const { x, mask } = read;
  expectRun("lastState", { cell, params, x });
  expectForm("lastState", forms.fields({ mask: tensor(x.shape[0], x.shape[1]) }), { mask });
  return tf.tidy(() => {
    const initial = cell.zeroState(x.shape[0]);
    const reads = { x, mask: mask.cast("bool").reshape([...mask.shape, 1]) };
    if (!options.remember || onTape()) return steps(cell, { params, initial, reads }, 1) as S;
    const piece = (one: GivenSequence) => ({ state: steps(cell, one, 0), outputs: {} });
    return remembered({ params, initial, reads: mapTensors(reads, timeFirst) }, piece).state as S;
  });
}

/** @param time the axis of what is read */
function steps(cell: Cell, { params, initial, reads }: GivenSequence, time: 0 | 1): State {
  const masks = unstacked(reads.mask, time);
  return unstacked(reads.x, time).reduce((state, xt, t) => {
    const next = cellStep(cell, params, state, xt);
    return mapTensors(state, (before, name) => tf.where(masks[t], next[name], before));
  }, initial as State);
}

const timeFirst = (x: tf.Tensor): tf.Tensor => x.transpose(x.rank === 2 ? [1, 0] : [1, 0, 2]);
