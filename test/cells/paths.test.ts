import { describe, test } from "node:test";
import { type Cell, type Params, type State, unroll } from "../../lib/cells/cell";
import { compile } from "../../lib/core/compile";
import { fork, normal } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { assertClose } from "../close";
import { cells, D, input, key, N, someState, T } from "./cells";

type Arguments = Readonly<{ params: Params; x: tf.Tensor3D | tf.Tensor2D; initial: State }>;

/** Outputs, last state, and the gradient of every weight, of the input and of the initial state, by name. */
function everything(cell: Cell, { params, x, initial }: Arguments): Record<string, tf.Tensor> {
  const { h: _, ...layers } = initial;
  const differentiable = {
    ...named("weight", params),
    ...named("initial", cell.name.includes("layer") ? layers : initial),
  };
  const inputs = x.dtype === "int32" ? differentiable : { ...differentiable, x };
  const names = Object.keys(inputs);
  const run = () => unroll(cell, params, x, { initial });
  const loss = () => {
    const { h, state } = run();
    const parts = [h, ...Object.values(state)].map((part, i) => part.mul(normal(fork(key, i), part.shape)).sum());
    return tf.addN(parts) as tf.Scalar;
  };
  const { grads } = tf.engine().gradients(loss, Object.values(inputs));
  const { h, state } = run();
  return {
    h,
    ...named("last", state),
    ...Object.fromEntries(grads.map((grad, i) => [`gradient of ${names[i]}`, grad])),
  };
}

const named = (what: string, tensors: Params) =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`${what} ${name}`, tensor]));

/** As the equation says, one step after the other. */
const reference = (cell: Cell): Cell => ({ ...cell, sequence: undefined });

for (const cell of cells) {
  describe(`every path of ${cell.name} computes the same`, () => {
    const args = { params: cell.init(key), x: input(key), initial: someState(cell, key) };
    const tokens = tf.tensor2d([0, 1, 2, 1, 2, 0, 0, 2], [N, T], "int32");
    const inputs = { dense: args, "one-hot": { ...args, x: tokens } };
    for (const [kind, given] of Object.entries(inputs)) {
      const expected = everything(reference(cell), given);
      const paths: Record<string, (given: Arguments) => Record<string, tf.Tensor>> = {
        "reference, compiled": compile((g: Arguments) => everything(reference(cell), g)),
        "fused, eager": (g) => everything(cell, g),
        "fused, compiled": compile((g: Arguments) => everything(cell, g)),
      };
      for (const [name, path] of Object.entries(paths)) {
        test(`${kind} input: ${name}`, () => {
          const actual = path(given);
          for (const what of Object.keys(expected)) {
            const scale = Math.max(1, expected[what].abs().max().dataSync()[0]);
            assertClose(actual[what], expected[what], 1e-6 * scale, what);
          }
        });
      }
    }

    test("a long sequence, whose graph is large enough to be a function that is not optimised", () => {
      // A GRU's step has four times as many operations as an RNN's, and so has one whose gradient is not derived by hand.
      // A GRU's kernel records beyond 100 steps eight at a time.
      const steps = cell.sequence ? (cell.name.includes("GRU") ? 110 : 220) : 60;
      const long = { ...args, x: normal<tf.Rank.R3>(fork(key, "long"), [N, steps, D]) };
      const expected = everything(cell, long);
      const actual = compile((given: Arguments) => everything(cell, given))(long);
      for (const what of Object.keys(expected)) {
        const scale = Math.max(1, expected[what].abs().max().dataSync()[0]);
        assertClose(actual[what], expected[what], 2e-6 * scale, what);
      }
    });

    test("one-hot vectors by number are those vectors", () => {
      const dense = unroll(cell, args.params, tf.oneHot(tokens, D).cast("float32") as tf.Tensor3D, {
        initial: args.initial,
      });
      assertClose(unroll(cell, args.params, tokens, { initial: args.initial }).h, dense.h);
    });
  });
}
