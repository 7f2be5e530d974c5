import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Cell, type Params, unroll } from "../../lib/cells/cell";
import { compile } from "../../lib/core/compile";
import { fork, normal } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { cells, input, key, someState } from "./cells";

/** Everything the outputs depend on: the weights, the input and the initial state, by name. */
type Arguments = Record<string, tf.Tensor>;

/** A number that depends on every h_t and every part of the last state, each with a weight of its own. */
function readOut(cell: Cell, args: Arguments): tf.Tensor1D {
  const part = (prefix: string) =>
    Object.fromEntries(
      Object.entries(args)
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, tensor]) => [name.slice(prefix.length), tensor]),
    );
  const { h, state } = unroll(cell, part("w ") as Params, args.x as tf.Tensor3D, {
    initial: part("s ") as ReturnType<Cell["zeroState"]>,
  });
  const all = [h, ...Object.keys(state).map((name) => state[name])].map((tensor) => tensor.flatten());
  const values = tf.concat1d(all);
  return values.mul(normal(fork(key, "read-out"), values.shape)) as tf.Tensor1D;
}

/** ∂/∂args[name][i] by differences of fourth order; summed in double precision, for the terms are only single. */
function difference(read: (args: Arguments) => tf.Tensor, args: Arguments, name: string, i: number): number {
  const epsilon = 0.02;
  const at = (step: number) =>
    tf.tidy(() => {
      const values = Float32Array.from(args[name].dataSync());
      values[i] += step * epsilon;
      const moved = { ...args, [name]: tf.tensor(values, args[name].shape) };
      return Array.from(read(moved).dataSync()).reduce((sum, value) => sum + value, 0);
    });
  return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * epsilon);
}

/** A rectifier has kinks, across which a difference is no derivative; paths.test.ts holds its kernel against tfjs's. */
const smooth = cells.filter(({ name }) => !name.includes("relu"));

for (const cell of smooth) {
  describe(`backpropagation through ${cell.name} agrees with finite differences`, () => {
    const named = (prefix: string, tensors: Params) =>
      Object.entries(tensors).map(([name, tensor]) => [`${prefix}${name}`, tensor] as const);
    const { h: _, ...state } = someState(cell, key);
    const initial = cell.name.includes("layer") ? state : someState(cell, key);
    const args: Arguments = Object.fromEntries([
      ["x", input(key)],
      ...named("w ", cell.init(key)),
      ...named("s ", initial),
    ]);
    const names = Object.keys(args);
    // Thousands of runs forward: compiled, which paths.test.ts holds to be the same.
    const read = compile((given: Arguments) => readOut(cell, given));
    const gradients = tf.grads((...tensors: tf.Tensor[]) =>
      readOut(cell, Object.fromEntries(names.map((name, i) => [name, tensors[i]]))).sum(),
    )(Object.values(args));
    for (const [n, name] of names.entries()) {
      test(name, () => {
        const analytic = gradients[n].dataSync();
        const scale = Math.max(...analytic.map(Math.abs));
        assert.ok(scale > 1e-3, "the read-out depends on it");
        analytic.forEach((value, i) => {
          const numeric = difference(read, args, name, i);
          assert.ok(Math.abs(value - numeric) < 5e-4 * scale, `[${i}]: ${value} by BPTT, ${numeric} by differences`);
        });
      });
    }
  });
}
