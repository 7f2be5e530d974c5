import { nativeOp } from "../core/native";
import { tf } from "../core/tf";

// What the sequence kernels share. Native operations, because tfjs has no name for them or a slower one.

export const matMul = (a: tf.Tensor, b: tf.Tensor): tf.Tensor2D => product(a, b, { transpose_a: false });

/** aᵀ b, as a gradient of weights needs it. */
export const matMulTN = (a: tf.Tensor, b: tf.Tensor): tf.Tensor2D => product(a, b, { transpose_a: true });

const product = (a: tf.Tensor, b: tf.Tensor, transposed: { transpose_a: boolean }) =>
  nativeOp("MatMul", [a, b], { T: "float32", ...transposed, transpose_b: false })[0] as tf.Tensor2D;

/** A transpose that stays one: TensorFlow would fold it into each product, whose transposed form is two to four times slower. */
export const transposed = (a: tf.Tensor): tf.Tensor2D =>
  nativeOp("Snapshot", [a.transpose()], { T: "float32" })[0] as tf.Tensor2D;

/** dy (1 − y²), where y = tanh(a). */
export const tanhGrad = (y: tf.Tensor, dy: tf.Tensor): tf.Tensor2D =>
  nativeOp("TanhGrad", [y, dy], { T: "float32" })[0] as tf.Tensor2D;

/** dy y (1 − y), where y = σ(a). */
export const sigmoidGrad = (y: tf.Tensor, dy: tf.Tensor): tf.Tensor2D =>
  nativeOp("SigmoidGrad", [y, dy], { T: "float32" })[0] as tf.Tensor2D;

/** [T, N, H] as T times [N, H]. */
export const steps = (sequence: tf.Tensor3D): tf.Tensor2D[] => tf.unstack(sequence) as tf.Tensor2D[];

export const sequence = (steps: readonly tf.Tensor[]): tf.Tensor3D => tf.stack([...steps]) as tf.Tensor3D;

/** [T, N, H] as [T N, H]. */
export const rows = (x: tf.Tensor3D): tf.Tensor2D => x.reshape([-1, x.shape[2]]);

/** Σ_t h_{t−1}ᵀ da_t: the gradient of the weights in a_t = … + h_{t−1} W, with h_0 apart so that nothing is copied. */
export function recurrentGradient(h0: tf.Tensor2D, hs: tf.Tensor3D, das: tf.Tensor3D): tf.Tensor2D {
  const [T] = hs.shape;
  const first = matMulTN(h0, das.slice(0, 1).squeeze<tf.Tensor2D>([0]));
  return T === 1 ? first : first.add(matMulTN(rows(hs.slice(0, T - 1)), rows(das.slice(1))));
}
