import { expect } from "../core/errors";
import { scoped } from "../core/scoped";
import { tf } from "../core/tf";
import type { Scene } from "../data/scenes";
import { photograph, type ValuesOf } from "../view/controls";
import { composedScene, sceneControls, scenePixels } from "./composedScene";

/** Pixels a side of a picture of one's own: a multiple of each size that it is asked for in. */
const side = 192;

/** What a network is shown: a scene that one composes, or a picture of one's own. */
export interface SeenPicture {
  /** Where one has composed it. */
  readonly scene?: Scene;
  /** [S, S, 3], red, green and blue, 0 to 255. */
  pixels(S: number): Promise<Uint8ClampedArray>;
}

/** Controls that compose a scene, which starts with these things, or take a picture of one's own in its stead. */
export const pictureControls = (start: Readonly<Record<number, string>>) => ({
  ...sceneControls(start),
  own: photograph(side, { label: "or show it a picture of your own" }),
});

export function seenPicture({ own, ...composed }: ValuesOf<ReturnType<typeof pictureControls>>): SeenPicture {
  if (own !== null) {
    const pixels = Uint8Array.from(atob(own), (one) => one.charCodeAt(0));
    return { pixels: async (S) => shrunk(pixels, S) };
  }
  const scene = composedScene(composed);
  return { scene, pixels: (S) => scenePixels(scene, S) };
}

/** What a network whose pictures have S pixels a side makes of it. */
export async function asSeen<T>(picture: SeenPicture, S: number, network: (picture: tf.Tensor4D) => T): Promise<T> {
  const pixels = await picture.pixels(S);
  return scoped(() => network(tf.tensor4d(Float32Array.from(pixels), [1, S, S, 3])));
}

/** To tell of a picture that is none of those which the networks know. */
export const toldOfOwn = ({ scene }: SeenPicture): string[] =>
  scene
    ? []
    : [
        "It has learnt from drawn scenes like those of the board, and from nothing else: it calls everything by their words.",
      ];

/** The mean of each square of pixels. */
function shrunk(pixels: Uint8Array, S: number): Uint8ClampedArray {
  const factor = side / S;
  expect(Number.isInteger(factor), () => `a picture of one's own: a side that divides ${side} expected, got ${S}`);
  const sums = new Float64Array(S * S * 3);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const to = Math.floor(y / factor) * S + Math.floor(x / factor);
      for (let c = 0; c < 3; c++) sums[3 * to + c] += pixels[3 * (y * side + x) + c];
    }
  }
  return Uint8ClampedArray.from(sums, (sum) => sum / factor ** 2);
}
