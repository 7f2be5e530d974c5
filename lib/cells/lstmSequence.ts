import { nativeOp } from "../core/native";
import { tf } from "../core/tf";
import { withGradient } from "../core/withGradient";
import { matMul, matMulTN, recurrentGradient, rows, sequence, steps, transposed } from "./sequence";

/** The weights as TensorFlow's block operations order them: gates i, g, f, o. */
interface BlockWeights {
  readonly Wx: tf.Tensor2D;
  readonly Wh: tf.Tensor2D;
  readonly b: tf.Tensor1D;
}

/**
 * The LSTM over a whole sequence: one native operation forward; backward one for the gates and one product a step.
 *   c_t = f_t ⊙ c_{t−1} + i_t ⊙ g_t     h_t = o_t ⊙ tanh(c_t)
 * @param xs [T, N, D]
 * @returns all h [T, N, H], the last h and the last c [N, H]
 */
export function lstmSequence(
  xs: tf.Tensor3D,
  { Wx, Wh, b }: BlockWeights,
  { h, c }: { h: tf.Tensor2D; c: tf.Tensor2D },
): [tf.Tensor3D, tf.Tensor2D, tf.Tensor2D] {
  const T = xs.shape[0];
  return withGradient(
    { xs, Wx, Wh, b, h, c },
    (save) => {
      const W = tf.concat([Wx, Wh], 0);
      const none = tf.zeros([Wh.shape[0]]);
      const options = {
        T: "float32",
        forget_bias: { float: 0 },
        cell_clip: { float: -1 },
        use_peephole: false,
      } as const;
      const gates = nativeOp("BlockLSTM", [BigInt(T), xs, c, h, W, none, none, none, b], options, 7);
      save([xs, Wx, W, b, h, c, ...gates]);
      const [, cs, , , , , hs] = gates as tf.Tensor3D[];
      return [hs, last(hs), last(cs)] as [tf.Tensor3D, tf.Tensor2D, tf.Tensor2D];
    },
    ([dhs, dhT, dcT], [xs, Wx, W, b, h, c, ...gates]) => {
      const [h0, c0, hs] = [h, c, gates[6]] as [tf.Tensor2D, tf.Tensor2D, tf.Tensor3D];
      const das = gateGradients({ xs, W, b, h: h0, c: c0, gates } as Saved, { dhs, dhT, dcT });
      const da = sequence(das.gates);
      return {
        xs: () => matMul(rows(da), transposed(Wx as tf.Tensor2D)).reshape(xs.shape),
        Wx: () => matMulTN(rows(xs as tf.Tensor3D), rows(da)),
        Wh: () => recurrentGradient(h0, hs, da),
        b: () => rows(da).sum(0),
        h: () => das.h,
        c: () => das.c,
      };
    },
  );
}

const last = (sequence: tf.Tensor3D): tf.Tensor2D => sequence.slice(sequence.shape[0] - 1).squeeze([0]);

interface Saved {
  readonly xs: tf.Tensor3D;
  /** Wx above Wh. */
  readonly W: tf.Tensor2D;
  readonly b: tf.Tensor1D;
  readonly h: tf.Tensor2D;
  readonly c: tf.Tensor2D;
  /** BlockLSTM's results, each [T, N, H]: i, c, f, o, g, tanh c, h. */
  readonly gates: readonly tf.Tensor3D[];
}

/** Back through time: the gradients before the gates' nonlinearities, T times [N, 4H], and those of h_0 and c_0. */
function gateGradients(
  { xs, W, b, h, c, gates }: Saved,
  given: { dhs: tf.Tensor3D; dhT: tf.Tensor2D; dcT: tf.Tensor2D },
) {
  const [D, H] = [xs.shape[2], h.shape[1]];
  const WhT = transposed(W.slice([D, 0]));
  const none = tf.zeros([H]);
  const [x, dhs] = [steps(xs), steps(given.dhs)];
  const [is, cs, fs, os, gs, tanhs, hs] = gates.map(steps);
  const das: tf.Tensor2D[] = [];
  let [dh, dc] = [given.dhT, given.dcT];
  for (let t = dhs.length - 1; t >= 0; t--) {
    // Of x, h and the weights the operation reads only the shapes.
    const [cBefore, hBefore] = t === 0 ? [c, h] : [cs[t - 1], hs[t - 1]];
    const forward = [x[t], cBefore, hBefore, W, none, none, none, b, is[t], cs[t], fs[t], os[t], gs[t], tanhs[t]];
    [dc, das[t], dh] = tf.tidy(() => {
      const given = [dc, dh.add(dhs[t])];
      const types = { T: "float32", use_peephole: false } as const;
      const [dcBefore, da] = nativeOp("LSTMBlockCellGrad", [...forward, ...given], types, 5) as tf.Tensor2D[];
      return [dcBefore, da, matMul(da, WhT)];
    });
  }
  return { gates: das, h: dh, c: dc };
}
