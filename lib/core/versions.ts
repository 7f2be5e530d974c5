import { backend } from "./graph/backend";
import { tf } from "./tf";

/** What computes: Node, TensorFlow.js, and the TensorFlow beneath it. */
export const versions = (): Readonly<Record<"node" | "tfjs" | "tensorflow", string>> => ({
  node: process.versions.node,
  tfjs: tf.version_core,
  tensorflow: backend().binding.TF_Version,
});
