import { expectForms, forms } from "../core/argumentForms";
import { nativeOp } from "../core/native";
import { tensor } from "../core/tensorForms";
import { tf } from "../core/tf";
import { withGradient } from "../core/withGradient";

const strides = [1, 1, 1, 1];
const layer = { T: "float32", strides, dilations: strides, padding: { text: "SAME" }, explicit_paddings: [] } as const;

/**
 * y = max(0, x ∗ w + b), as wide and high as x: a layer of VGG's.
 * Native, because tfjs's gradients of the bias and of the maximum take several operations each over the whole image.
 * @param x [N, height, width, channels]
 * @param weights w [3, 3, channels, filters] and b [filters]
 * @see Simonyan & Zisserman 2015
 */
export function convolution(x: tf.Tensor4D, weights: { w: tf.Tensor4D; b: tf.Tensor1D }): tf.Tensor4D {
  expectForms("convolution", { x: [tensor("N", "height", "width", "channels"), x] });
  const form = forms.fields({ w: tensor(3, 3, x.shape[3], "filters"), b: tensor("filters") });
  expectForms("convolution", { weights: [form, weights] });
  const { w, b } = weights;
  const [y] = withGradient(
    { x, w, b },
    (save) => {
      const [sum] = nativeOp("BiasAdd", [nativeOp("Conv2D", [x, w], layer)[0], b], { T: "float32" });
      const [y] = nativeOp("Relu", [sum], { T: "float32" });
      save([x, w, y]);
      return [y];
    },
    ([dy], [x, w, y]) => {
      const [da] = nativeOp("ReluGrad", [dy, y], { T: "float32" });
      return {
        x: () => nativeOp("Conv2DBackpropInput", [tf.tensor1d(x.shape, "int32"), w, da], layer)[0],
        w: () => nativeOp("Conv2DBackpropFilter", [x, tf.tensor1d(w.shape, "int32"), da], layer)[0],
        b: () => nativeOp("BiasAddGrad", [da], { T: "float32" })[0],
      };
    },
  );
  return y as tf.Tensor4D;
}
