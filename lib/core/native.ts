import { type Attribute, backend, dtypes } from "./graph/backend";
import { tf } from "./tf";

/** A dtype, a truth value, whole numbers; a number that is not whole is `{ float }`, and text that is no dtype `{ text }`. */
type AttributeValue =
  | keyof typeof dtypes
  | boolean
  | number
  | readonly number[]
  | { readonly float: number }
  | { readonly text: string };

/** Runs one operation of TensorFlow's own that tfjs has no name for. A bigint among the inputs stands for an int64 scalar. */
export function nativeOp(
  name: string,
  inputs: readonly (tf.Tensor | bigint)[],
  attributes: Readonly<Record<string, AttributeValue>>,
  outputs = 1,
): tf.Tensor[] {
  const node = backend();
  const scalars: number[] = [];
  const ids = inputs.map((input) => {
    if (typeof input !== "bigint") return node.getInputTensorIds([input])[0];
    const halves = new Int32Array(BigInt64Array.of(input).buffer);
    scalars.push(node.binding.createTensor([], dtypes.int64, halves));
    return scalars[scalars.length - 1];
  });
  try {
    const results = node.binding.executeOp(name, Object.entries(attributes).map(toAttribute), ids, outputs);
    return results.map((result) => node.createOutputTensor(result));
  } finally {
    for (const id of scalars) node.binding.deleteTensor(id);
  }
}

function toAttribute([name, value]: [string, AttributeValue]): Attribute {
  const { TF_ATTR_TYPE, TF_ATTR_BOOL, TF_ATTR_INT, TF_ATTR_FLOAT, TF_ATTR_STRING } = backend().binding;
  if (typeof value === "string") return { name, type: TF_ATTR_TYPE, value: dtypes[value] };
  if (typeof value === "boolean") return { name, type: TF_ATTR_BOOL, value };
  if (typeof value === "number" || "length" in value) return { name, type: TF_ATTR_INT, value };
  if ("float" in value) return { name, type: TF_ATTR_FLOAT, value: value.float };
  return { name, type: TF_ATTR_STRING, value: value.text };
}

/** A gradient of each input, computed only where it is asked for. */
type Gradients<I> = { readonly [Name in keyof I]: () => tf.Tensor };

/**
 * An operation with a gradient of its own: like `tf.customGrad`, but of several results. It has no second derivative.
 * @param forward computes the results, and saves what the gradient needs; tfjs does not look inside
 * @param backward from the gradients of the results and what was saved to the gradients of the inputs
 */
export function withGradient<I extends Readonly<Record<string, tf.Tensor>>, R extends readonly tf.Tensor[]>(
  inputs: I,
  forward: (save: (tensors: tf.Tensor[]) => void) => R,
  backward: (gradients: R, saved: tf.Tensor[]) => Gradients<I>,
): R {
  // tfjs has this in its engine and shows only the form with one result.
  const engine = tf.engine() as unknown as { runKernelFunc(kernel: object): R };
  return engine.runKernelFunc({
    inputs,
    forwardFunc: (_: unknown, save: (tensors: tf.Tensor[]) => void) => forward(save),
    backwardsFunc: (gradients: R | tf.Tensor, saved: tf.Tensor[]) =>
      backward((Array.isArray(gradients) ? gradients : [gradients]) as unknown as R, saved),
  });
}
