import type { Params } from "../cells/cell";
import { expectForms, forms } from "../core/argumentForms";
import { gradientsOf } from "../core/gradients";
import { namedTensors, tensorsLike } from "../core/tensorForms";
import { globalNorm, mapTensors, type NamedTensors } from "../core/tensors";
import { tf } from "../core/tf";

/** The mean loss over a window and the state after it. */
export type WindowLoss<P, B, S> = (params: P, window: B, state: S) => { loss: tf.Scalar; state: S };

/**
 * The gradient that truncated BPTT follows: of the mean loss over equally long windows, each beginning with the state in which
 * the one before ended, taken as a constant.
 *   g = (1/M) Σ_m ∂L_m(θ, s_m)/∂θ with s_m held, whereas the whole gradient has Σ_m ∂L_m/∂s_m · ds_m/dθ besides
 * It is not the gradient of any loss: the value is that of the whole sequence, which moves with θ through the s_m, too. With
 * a single window it is full BPTT. The caller disposes it.
 * @see Williams & Peng 1990; Tallec & Ollivier 2017 on the bias
 */
export function truncatedGradient<P extends Params, B, S extends NamedTensors>(
  loss: WindowLoss<P, B, S>,
  params: P,
  options: { windows: readonly B[]; state: S },
): { readonly loss: number; readonly grads: P } {
  expectForms("truncatedGradient", {
    loss: [forms.function, loss],
    params: [namedTensors, params],
    options: [forms.fields({ windows: forms.list(() => undefined, 1), state: namedTensors }), options],
  });
  const { windows, state: initial } = options;
  let value = 0;
  const grads = tf.tidy(() => {
    let state = initial;
    const sums = windows.map((window) => {
      let next = state;
      const run = () => {
        const result = loss(params, window, state);
        // The tape disposes what the function does not return.
        next = mapTensors(result.state, (tensor) => tf.keep(tensor.clone()));
        return result.loss;
      };
      const { value: nats, grads: own } = gradientsOf(run, Object.values(params));
      value += nats.dataSync()[0] / windows.length;
      if (state !== initial) tf.dispose(state as tf.TensorContainer);
      state = next;
      return own;
    });
    tf.dispose(state as tf.TensorContainer);
    return mapTensors(params, (_, name) => {
      const i = Object.keys(params).indexOf(name);
      return tf.addN(sums.map((own) => own[i])).div(windows.length);
    });
  });
  return { loss: value, grads };
}

/** How one gradient stands to another, all weights taken as one vector: the cosine of their angle, and ‖approximate‖ / ‖exact‖. */
export function agreement<G extends NamedTensors>(approximate: G, exact: G): { cosine: number; normRatio: number } {
  expectForms("agreement", { exact: [namedTensors, exact] });
  expectForms("agreement", { approximate: [tensorsLike(exact), approximate] });
  return tf.tidy(() => {
    const dot = tf.addN(Object.keys(exact).map((name) => approximate[name].mul(exact[name]).sum())).dataSync()[0];
    const [a, e] = [approximate, exact].map((gradient) => globalNorm(gradient).dataSync()[0]);
    return { cosine: dot / (a * e), normRatio: a / e };
  });
}
