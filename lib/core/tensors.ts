import { expectForms, forms } from "./argumentForms";
import { tf } from "./tf";

/** Tensors by name: weights, states, gradients. */
export type NamedTensors = Readonly<Record<string, tf.Tensor>>;

/** The same names, each tensor replaced by `f(tensor, name)`. */
export function mapTensors<T extends NamedTensors>(tensors: T, f: (tensor: tf.Tensor, name: string) => tf.Tensor): T {
  expectForms("mapTensors", { tensors: [forms.fields({}), tensors], f: [forms.function, f] });
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, f(tensor, name)])) as T;
}

/** { Wx } under "encoder." is { "encoder.Wx" }. */
export const prefixed = <T extends NamedTensors>(prefix: string, tensors: T): T =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`${prefix}${name}`, tensor])) as T;

/** Those whose name begins with the prefix, without it. */
export function unprefixed<T extends NamedTensors>(prefix: string, tensors: NamedTensors): T {
  const own = Object.entries(tensors).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, tensor]) => [name.slice(prefix.length), tensor])) as T;
}

/** √Σ‖tensor‖² over all the tensors taken as one vector. */
export function globalNorm(tensors: NamedTensors): tf.Scalar {
  return tf.tidy(() => tf.addN(Object.values(tensors).map((t) => t.square().sum())).sqrt() as tf.Scalar);
}

/** Whether every number of these is finite: a bool, computed as a tensor. */
export function allFinite(tensors: readonly tf.Tensor[]): tf.Scalar {
  const floats = tensors.filter(({ dtype }) => dtype === "float32");
  if (floats.length === 0) return tf.scalar(true, "bool");
  return tf.tidy(() => tf.stack(floats.map((one) => one.isFinite().all())).all() as tf.Scalar);
}

/** cos of the angle between two sets of tensors, each taken as one vector. */
export function cosine<T extends NamedTensors>(a: T, b: T): tf.Scalar {
  return tf.tidy(() => {
    const products = Object.keys(a).map((name) => a[name].mul(b[name]).sum());
    return tf.addN(products).div(globalNorm(a).mul(globalNorm(b))) as tf.Scalar;
  });
}
