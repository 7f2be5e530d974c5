import type { Params } from "../cells/cell";
import { expectForms, forms } from "../core/argumentForms";
import { gradientsOf } from "../core/gradients";
import { scoped } from "../core/scoped";
import { namedTensors } from "../core/tensorForms";
import type { tf } from "../core/tf";

type Loss = (params: Params) => tf.Scalar;

/** ‖∂loss/∂W‖ of each weight by its name; 0 where the loss does not depend on it. */
export function gradientNorms(loss: Loss, params: Params): Record<string, number> {
  expectForms("gradientNorms", { loss: [forms.function, loss], params: [namedTensors, params] });
  return scoped(() => {
    const { grads } = gradientsOf(() => loss(params), Object.values(params));
    return Object.fromEntries(Object.keys(params).map((name, i) => [name, grads[i].norm().dataSync()[0]]));
  });
}

/**
 * The same layer by layer of a stack, from the bottom; by default of the recurrent weights, which have one shape in all
 * layers of one size, so that their norms compare. In bits or nats a weight, as the loss is.
 * @param params named as those of `stack` are: `0.Wh`, `1.Wh`, …
 */
export function layerGradientNorms(loss: Loss, params: Params, weights = "Wh"): number[] {
  const given = {
    loss: [forms.function, loss],
    params: [namedTensors, params],
    weights: [forms.text, weights],
  } as const;
  expectForms("layerGradientNorms", given);
  const norms = gradientNorms(loss, params);
  const depth = Object.keys(norms).filter((name) => name.endsWith(`.${weights}`)).length;
  return Array.from({ length: depth }, (_, layer) => norms[`${layer}.${weights}`]);
}
