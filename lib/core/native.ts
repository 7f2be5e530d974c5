import { type Attribute, backend, dtypes } from "./graph/backend";
import type { tf } from "./tf";
import { worded } from "./tfErrors";

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
    const named = Object.entries(attributes).map(toAttribute);
    const results = worded(
      () => name,
      inputs,
      () => node.binding.executeOp(name, named, ids, outputs),
    );
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
