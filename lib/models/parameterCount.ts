import type { Weighted } from "../cells/torchModule";
import { expectForms, forms } from "../core/argumentForms";
import { expect } from "../core/errors";
import { seed } from "../core/random";
import { scoped } from "../core/scoped";

/** How many numbers a model learns. */
export function parameterCount(model: Weighted): number {
  expectForms("parameterCount", { model: [forms.fields({ init: forms.function }), model] });
  return scoped(() => Object.values(model.init(seed(0))).reduce((sum, { size }) => sum + size, 0));
}

/**
 * The hidden size with which a model has the number of parameters nearest to `budget`, for comparisons of like with like.
 * @param model has more parameters the larger its hidden size
 * @throws where even one unit has twice as many
 */
export function hiddenSizeFor(budget: number, model: (hiddenSize: number) => Weighted): number {
  expectForms("hiddenSizeFor", { budget: [forms.positive, budget], model: [forms.function, model] });
  const count = (H: number) => parameterCount(model(H));
  expect(
    count(1) < 2 * budget,
    () => `hiddenSizeFor: about ${budget} parameters expected, got ${count(1)} with one unit`,
  );
  let [low, high] = [1, 2];
  while (count(high) < budget) [low, high] = [high, 2 * high];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (count(middle) < budget) low = middle;
    else high = middle;
  }
  return count(high) - budget <= budget - count(low) ? high : low;
}
