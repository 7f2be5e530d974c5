import { expectForms } from "../core/argumentForms";
import { expect } from "../core/errors";
import { nativeOp } from "../core/native";
import { onTape } from "../core/tape";
import { anyTensor, tensor } from "../core/tensorForms";
import { tf } from "../core/tf";
import { withGradient } from "../core/withGradient";
import type { Input, Inputs } from "./cell";

/**
 * x W, for one step [N, kH] or for a sequence [T, N, kH]. Of one-hot inputs, such as characters, x is the numbers of their ones
 * [N] or [T, N], int32: x W is then rows of W [D, kH], which are looked up.
 */
export function project(x: Input | Inputs, W: tf.Tensor): tf.Tensor {
  expectForms("project", { x: [anyTensor, x], W: [tensor("D", "kH"), W] });
  if (x.dtype === "int32") return rowsOf(W, x);
  const [D, width] = W.shape;
  const sizes = () => `got x [${x.shape.join(", ")}] and W [${W.shape.join(", ")}]`;
  expect(x.shape.at(-1) === D, () => `project: as many numbers in x as W has rows expected, ${sizes()}`);
  return x
    .reshape<tf.Tensor2D>([-1, D])
    .matMul(W)
    .reshape([...x.shape.slice(0, -1), width]);
}

/** Rows of W by number. tfjs's own `gather` reads the numbers back, and so cannot be compiled. */
export function rowsOf(W: tf.Tensor, numbers: tf.Tensor): tf.Tensor {
  if (onTape()) return project(tf.oneHot(numbers as tf.Tensor1D, W.shape[0]).cast("float32") as tf.Tensor2D, W);
  const [result] = withGradient(
    { W },
    (save) => {
      save([numbers]);
      const types = { Tparams: "float32", Tindices: "int32", Taxis: "int32", batch_dims: 0 } as const;
      return nativeOp("GatherV2", [W, numbers, tf.scalar(0, "int32")], types);
    },
    ([gradient], [which]) => ({
      W() {
        const types = { T: "float32", Tindices: "int32", Tnumsegments: "int32" } as const;
        return nativeOp("UnsortedSegmentSum", [gradient, which, tf.scalar(W.shape[0], "int32")], types)[0];
      },
    }),
  );
  return result;
}
