import { tf } from "./tf";

/** Tensors by name: weights, states, gradients. */
export type NamedTensors = Readonly<Record<string, tf.Tensor>>;

/** The same names, each tensor replaced by `f(tensor, name)`. */
export function mapTensors<T extends NamedTensors>(tensors: T, f: (tensor: tf.Tensor, name: string) => tf.Tensor): T {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, f(tensor, name)])) as T;
}

/** √Σ‖tensor‖² over all the tensors taken as one vector. */
export function globalNorm(tensors: NamedTensors): tf.Scalar {
  return tf.tidy(() => tf.addN(Object.values(tensors).map((t) => t.square().sum())).sqrt() as tf.Scalar);
}
