import type { Params } from "../../cells/cell";
import { type Weighted, withinModule } from "../../cells/torchModule";
import { prefixed, unprefixed } from "../../core/tensors";
import { tf } from "../../core/tf";
import { placesMini } from "../placesNetwork";
import { vggMini } from "../vggNetworks";

/** What a network that looks is built from. */
export interface EyeSpec {
  /** The side of the pictures, in pixels. */
  readonly imageSize: number;
  /** How many things it has learnt to tell apart: those layers are left out. */
  readonly classes: number;
  /** A map of `vggMini`, or that of `placesMini`, each place of which knows only what is there. */
  readonly tap: "pool4" | "conv5_3" | "places";
}

/**
 * The layers of `vggMini` or `placesMini` up to a map, each feature less its mean and divided by its standard deviation over the
 * scenes that were learnt from:
 *   x = (map − μ) / σ     `mean` μ [D], `scale` 1/σ [D]
 */
export interface Eye extends Weighted {
  readonly imageSize: number;
  /** Of one map [L, D]: how many places, row by row, and how many features of each. */
  readonly shape: readonly number[];
  /** The map [N, L, D] of pictures [N, S, S, 3], red, green and blue, 0 to 255; dispose it. */
  look(params: Params, images: tf.Tensor4D): tf.Tensor3D;
}

export function eyeOf({ imageSize, classes, tap }: EyeSpec): Eye {
  const size = { imageSize, classes };
  const part = tap === "places" ? placesMini(size).upTo(tap) : vggMini(size).upTo(tap);
  const [, D] = part.shape;
  return {
    ...{ imageSize, shape: part.shape, torch: part.torch },
    init: (key) => ({ ...part.init(key), mean: tf.zeros([D]), scale: tf.ones([D]) }),
    look: (params, images) =>
      tf.tidy(() => part.forward(params, images).sub(params.mean).mul(params.scale) as tf.Tensor3D),
  };
}

/** A picture's map looked at by a network whose weights are known. */
export interface TrainedEye extends Omit<Eye, "look" | "init"> {
  /** The caller disposes them. */
  readonly params: Params;
  look(images: tf.Tensor4D): tf.Tensor3D;
}

/** What looks, and what makes something of it, in one file: the weights of the first are `eye.conv1_1.w` … */
export const withEye = (eye: Eye, model: Weighted): Weighted => ({
  torch: { ...withinModule("eye", "eye.", eye.torch ?? {}), ...model.torch },
  init: (key) => ({ ...prefixed("eye.", eye.init(key)), ...model.init(key) }),
});

/** The two apart again. */
export function apart(eye: Eye, all: Params): { readonly eye: TrainedEye; readonly params: Params } {
  const own = unprefixed<Params>("eye.", all);
  const params = Object.fromEntries(Object.entries(all).filter(([name]) => !name.startsWith("eye.")));
  const { imageSize, shape, torch, look } = eye;
  return { params, eye: { imageSize, shape, torch, params: own, look: (images) => look(own, images) } };
}
