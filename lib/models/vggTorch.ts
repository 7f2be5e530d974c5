import { createHash } from "node:crypto";
import { scoped } from "../core/scoped";
import { tf } from "../core/tf";
import { type Backbone, backboneOf } from "./backbone";
import { readTorch, torchValues } from "./torchFile";
import type { Vgg, VggLayer } from "./vgg";
import { redGreenBlue, vgg16 } from "./vggNetworks";

/**
 * VGG-16, or another network of its form, with the weights of a file of torchvision's, such as vgg16-397923af.pth: the convolutions
 * are `features.0`, `features.2` … by their place, the dense layers `classifier.0`, `.3` and `.6`.
 * @throws where there is no such file, or a layer is missing or has another shape
 * @see https://docs.pytorch.org/vision/stable/models/vgg.html
 */
export function torchVgg(file: string, model = vgg16({ prepare: redGreenBlue })): Backbone {
  const stored = readTorch(file);
  const hash = createHash("sha256");
  const params: Record<string, tf.Tensor> = {};
  scoped(() => {
    for (const { name, layer, below } of named(model)) {
      const { kernel, shape, order } = kernelOf(layer, below);
      const w = tf.tensor(torchValues(stored, { file, name: `${name}.weight`, shape: kernel }), shape);
      const bias = torchValues(stored, { file, name: `${name}.bias`, shape: [kernel[0]] });
      params[`${layer.name}.w`] = tf.keep(w.transpose(order).reshape([...(layer.weights as number[])]));
      params[`${layer.name}.b`] = tf.keep(tf.tensor1d(bias));
      hash.update(bias);
    }
  });
  return backboneOf(model, params, `${model.name}-${hash.digest("hex").slice(0, 8)}`);
}

/** torchvision counts the activations and pools between the layers, and a dropout after the hidden dense ones. */
function named({ layers }: Vgg) {
  let [feature, dense] = [0, 0];
  let below: readonly number[] = [];
  return layers.flatMap((layer) => {
    const before = below;
    below = layer.shape;
    if (layer.kind === "pool") feature++;
    if (layer.kind === "pool") return [];
    const isDense = layer.kind === "dense";
    const name = isDense ? `classifier.${3 * dense++}` : `features.${feature}`;
    if (!isDense) feature += 2;
    return [{ name, layer, below: before }];
  });
}

/** PyTorch's kernel, its shape with the axes apart, and their order here: [height, width, from, to] or [from, to]. */
function kernelOf({ kind, weights = [] }: VggLayer, below: readonly number[]) {
  if (kind === "convolution") {
    const [height, width, from, to] = weights;
    const kernel = [to, from, height, width];
    return { kernel, shape: kernel, order: [2, 3, 1, 0] };
  }
  const [from, to] = weights;
  const [height, width, channels] = below;
  // What is flattened after the last pool is [height, width, channels] here and [channels, height, width] there.
  if (below.length === 3) return { kernel: [to, from], shape: [to, channels, height, width], order: [2, 3, 1, 0] };
  return { kernel: [to, from], shape: [to, from], order: [1, 0] };
}
