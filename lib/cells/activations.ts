import { nativeOp } from "../core/native";
import type { tf } from "../core/tf";
import { tanhGrad } from "./sequence";

/** y = f(a), and the gradient of a from y and that of y: none of the three needs a itself. */
export interface Activation {
  of(a: tf.Tensor): tf.Tensor;
  gradient(y: tf.Tensor, dy: tf.Tensor): tf.Tensor;
}

/** What a recurrence may apply to its sum: the lecture's tanh; the rectifier of Le et al. 2015; nothing. */
export const activations = {
  tanh: { of: (a) => a.tanh(), gradient: tanhGrad },
  relu: { of: (a) => a.relu(), gradient: (y, dy) => nativeOp("ReluGrad", [dy, y], { T: "float32" })[0] },
  linear: { of: (a) => a, gradient: (_, dy) => dy },
} satisfies Record<string, Activation>;

export type ActivationName = keyof typeof activations;
