import type { Params } from "../cells/cell";
import { expect } from "../core/errors";
import { type Key, seed } from "../core/random";
import { tf } from "../core/tf";

/** How many numbers a model learns. */
export const parameterCount = (params: Params): number =>
  Object.values(params).reduce((sum, { size }) => sum + size, 0);

/**
 * The hidden size with which a model has the number of parameters nearest to `budget`, for comparisons of like with like.
 * @param model has more parameters the larger its hidden size
 * @throws where even one unit has twice as many
 */
export function hiddenSizeFor(budget: number, model: (hiddenSize: number) => { init(key: Key): Params }): number {
  const count = (H: number) => tf.tidy(() => parameterCount(model(H).init(seed(0))));
  let [below, H] = [0, 1];
  while (count(H) < budget) [below, H] = [H, 2 * H];
  while (H - below > 1) {
    const middle = Math.floor((below + H) / 2);
    if (count(middle) < budget) below = middle;
    else H = middle;
  }
  expect(
    H > 1 || count(1) < 2 * budget,
    () => `hiddenSizeFor: about ${budget} parameters expected, got ${count(1)} with one unit`,
  );
  return H > 1 && budget - count(H - 1) < count(H) - budget ? H - 1 : H;
}
