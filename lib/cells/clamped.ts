import { expectForms, forms } from "../core/argumentForms";
import { expect } from "../core/errors";
import { tf } from "../core/tf";
import { type Cell, expectCell, type Params, type State } from "./cell";

/** Which units of a state are held, 1 for those and 0 for the others, and at which values: [H] each. */
export type Clamp = Readonly<{ held: tf.Tensor1D; at: tf.Tensor1D }>;

/**
 * The same cell with some of its units held, from the first step on:
 *   state' = (1 − held) ⊙ step(state, x) + held ⊙ at
 * What else the network knows goes on; what it kept in these units it no longer can.
 * @param clamps by the names of the cell's states; a stack's `h` is also its top layer's `l.h`, so name both
 * @throws where the cell has no state of that name
 */
export function clamped<P extends Params, S extends State>(
  cell: Cell<P, S>,
  clamps: Readonly<Record<string, Clamp>>,
): Cell<P, S> {
  expectCell("clamped", cell);
  const { name, inputSize, hiddenSize, init, zeroState } = cell;
  expectForms("clamped", { clamps: [forms.fields({}), clamps] });
  for (const [of, clamp] of Object.entries(clamps)) {
    for (const side of ["held", "at"] as const) {
      const shape = clamp?.[side]?.shape;
      expect(
        shape?.length === 1,
        () => `clamped: ${of}.${side}: a tensor [H] expected, got ${shape ? `[${shape}]` : "none"}`,
      );
    }
  }
  return {
    ...{ name: `${name}, clamped`, inputSize, hiddenSize },
    init,
    zeroState,
    step(params, state, x) {
      const next = { ...cell.step(params, state, x) } as Record<string, tf.Tensor2D>;
      for (const [of, { held, at }] of Object.entries(clamps)) {
        expect(of in next, () => `${name}: one of the states ${Object.keys(next).join(", ")} expected, got ${of}`);
        const [H, got] = [next[of].shape[1], [held.shape[0], at.shape[0]]];
        expect(
          got.every((size) => size === H),
          () => `clamped: ${of}: tensors [${H}], as the state has units, expected, got [${got.join("] and [")}]`,
        );
        next[of] = next[of].mul(tf.sub(1, held)).add(held.mul(at)) as tf.Tensor2D;
      }
      return next as S;
    },
  };
}
