import type { Params } from "../cells/cell";
import { tf } from "../core/tf";

/**
 * ‖∂loss/∂W‖ of each layer of a stack, from the bottom; by default of the recurrent weights, which have one shape in all
 * layers of one size, so that their norms compare. In bits or nats a weight, as the loss is.
 * @param params named as those of `stack` are: `0.Wh`, `1.Wh`, …
 */
export function layerGradientNorms(loss: (params: Params) => tf.Scalar, params: Params, weights = "Wh"): number[] {
  const names = Object.keys(params).filter((name) => /^\d+\./.test(name) && name.endsWith(`.${weights}`));
  names.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  return tf.tidy(() => {
    const of = (...values: tf.Tensor[]) =>
      loss({ ...params, ...Object.fromEntries(names.map((name, layer) => [name, values[layer]])) });
    const grads = tf.grads(of)(names.map((name) => params[name]));
    return grads.map((gradient) => gradient.norm().dataSync()[0]);
  });
}
