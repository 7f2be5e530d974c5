import type { Params } from "../cells/cell";
import type { Weighted } from "../cells/torchModule";
import { expect } from "../core/errors";
import { tf } from "../core/tf";

/** A network that turns pictures into features: what captioners, attention and question answering look at. */
export interface Backbone {
  /** Names its features' files, so it should tell one set of weights from another. */
  readonly name: string;
  /** The side of the square pictures that it takes. */
  readonly imageSize: number;
  /** What it gives, by name, and the shape of one picture's: [L, D] for a map of L places, [F] for a vector. */
  readonly taps: Readonly<Record<string, readonly number[]>>;
  /**
   * @param images [N, S, S, 3], red, green and blue, 0 to 255; the backbone prepares them as it was trained
   * @returns each tap's [N, ...shape], which the caller disposes
   * @throws where the pictures have another size
   */
  extract(images: tf.Tensor4D): Record<string, tf.Tensor>;
  /** Disposes its weights. */
  dispose(): void;
}

/** @throws where the pictures are not [N, S, S, 3] */
export function expectImages(images: tf.Tensor, { name, imageSize: S }: Pick<Backbone, "name" | "imageSize">): void {
  const fits = images.rank === 4 && `${images.shape.slice(1)}` === `${[S, S, 3]}`;
  expect(fits, () => `${name}: pictures [N, ${S}, ${S}, 3] expected, got [${images.shape.join(", ")}]`);
}

/** A network that tells pictures apart, and what it gives beside its logits: VGG, or one for places. */
export interface SeeingNetwork extends Weighted, Pick<Backbone, "name" | "imageSize" | "taps"> {
  /** Logits [N, classes], and each tap's [N, ...shape]. */
  forward(params: Params, images: tf.Tensor4D): { readonly logits: tf.Tensor2D } & Record<string, tf.Tensor>;
}

/** The layers of a network up to one of its maps, as a network of its own: a small file, and little to compute. */
export interface NetworkPart extends Weighted {
  /** [L, D] of one picture's map. */
  readonly shape: readonly number[];
  /** Its weights' names in the whole network's params. */
  readonly names: readonly string[];
  /** The map [N, L, D], after its ReLU; dispose it. */
  forward(params: Params, images: tf.Tensor4D): tf.Tensor3D;
}

/** A network and its weights, for their features; it disposes the weights when it is disposed. */
export function backboneOf(model: SeeingNetwork, params: Params, name = model.name): Backbone {
  return {
    ...{ name, imageSize: model.imageSize, taps: model.taps },
    extract: (images) =>
      tf.tidy(() => {
        const { logits: _, ...taps } = model.forward(params, images);
        return taps;
      }),
    dispose: () => tf.dispose(params as tf.NamedTensorMap),
  };
}
