import type { Key } from "../core/random";
import { type NamedTensors, prefixed, unprefixed } from "../core/tensors";
import type { tf } from "../core/tf";

/** A module of `torch.nn`, and the lab's weights that it has, both ways between the names and layouts of the two. */
export interface TorchModule {
  /** The lab's names of these weights. */
  readonly weights: readonly string[];
  /** From the lab's weights, others among them, to the module's own state: `weight`, `bias_ih_l0` … */
  toTorch(weights: NamedTensors): NamedTensors;
  fromTorch(state: NamedTensors): NamedTensors;
  /** What makes it in Python, such as `nn.Linear(128, 65)`. */
  call(state: NamedTensors): string;
}

/**
 * What of a model's weights PyTorch has as modules, by their names there; a sentence says why there is no such module.
 * Weights that are in none of them keep the lab's names and layouts.
 */
export type TorchModules = Readonly<Record<string, TorchModule | string>>;

/** What has weights: a cell, or a model of one. */
export interface Weighted {
  /** Fresh weights drawn from `key`; the caller disposes them. */
  init(key: Key): NamedTensors;
  /** What of a model's weights PyTorch has as modules. */
  readonly torch?: TorchModules;
}

/** The same modules as a part: `torch` before their names, and `prefix` before those of the lab's weights. */
export function withinModule(torch: string, prefix: string, modules: TorchModules): TorchModules {
  const moved = (module: TorchModule | string): TorchModule | string =>
    typeof module === "string"
      ? module
      : {
          weights: module.weights.map((name) => `${prefix}${name}`),
          toTorch: (weights) => module.toTorch(unprefixed(prefix, weights)),
          fromTorch: (state) => prefixed(prefix, module.fromTorch(state)),
          call: module.call,
        };
  return Object.fromEntries(Object.entries(modules).map(([name, module]) => [dotted(torch, name), moved(module)]));
}

/** A name within a module; the module "" is the model itself. */
export const dotted = (module: string, name: string): string => [module, name].filter(Boolean).join(".");

/** x W + b: W [in, out] is `weight` [out, in] there. Of x [height, width, channels], read row by row, the channels come first there. */
export function linearModule(
  W: string,
  b?: string,
  { image }: { readonly image?: readonly number[] } = {},
): TorchModule {
  const channelsFirst = (weight: tf.Tensor) =>
    image ? turned(weight, [...image, weight.shape[1] as number], [2, 0, 1, 3]) : weight;
  const channelsLast = (weight: tf.Tensor) =>
    image ? turned(weight, [image[2], image[0], image[1], weight.shape[1] as number], [1, 2, 0, 3]) : weight;
  return {
    weights: b ? [W, b] : [W],
    toTorch: (weights) => ({ weight: channelsFirst(weights[W]).transpose(), ...(b && { bias: weights[b] }) }),
    fromTorch: ({ weight, bias }) => ({ [W]: channelsLast(weight.transpose()), ...(b && { [b]: bias }) }),
    call: ({ weight: { shape } }) => `nn.Linear(${shape[1]}, ${shape[0]}${b ? "" : ", bias=False"})`,
  };
}

/** The rows of W [in, out], with its axes in another order. */
const turned = (W: tf.Tensor, shape: number[], order: number[]): tf.Tensor =>
  W.reshape(shape).transpose(order).reshape(W.shape);

/** A row of W [V, E] for each token. */
export const embeddingModule = (W: string): TorchModule => ({
  weights: [W],
  toTorch: (weights) => ({ weight: weights[W] }),
  fromTorch: ({ weight }) => ({ [W]: weight }),
  call: ({ weight: { shape } }) => `nn.Embedding(${shape.join(", ")})`,
});

/** x ∗ w + b, as wide and high as x: w [height, width, in, out] is `weight` [out, in, height, width] there. */
export const convolutionModule = (w: string, b: string): TorchModule => ({
  weights: [w, b],
  toTorch: (weights) => ({ weight: weights[w].transpose([3, 2, 0, 1]), bias: weights[b] }),
  fromTorch: ({ weight, bias }) => ({ [w]: weight.transpose([2, 3, 1, 0]), [b]: bias }),
  call: ({ weight: { shape } }) => `nn.Conv2d(${shape[1]}, ${shape[0]}, ${shape[2]}, padding="same")`,
});
