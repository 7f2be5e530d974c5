import { nativeOp, withGradient } from "../core/native";
import { tf } from "../core/tf";
import type { Input, Inputs } from "./cell";

/** x W, for one step [N, kH] or for a sequence [T, N, kH]; of a one-hot x it is a row of W. */
export function project(x: Input | Inputs, W: tf.Tensor2D): tf.Tensor {
  if (x.dtype === "int32") return rowsOf(W, x);
  const [D, width] = W.shape;
  return x
    .reshape<tf.Tensor2D>([-1, D])
    .matMul(W)
    .reshape([...x.shape.slice(0, -1), width]);
}

/** Rows of W by number. tfjs's own `gather` reads the numbers back, and so cannot be compiled. */
export function rowsOf(W: tf.Tensor2D, numbers: tf.Tensor): tf.Tensor {
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
