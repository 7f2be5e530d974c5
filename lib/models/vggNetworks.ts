import { tf } from "../core/tf";
import { type Vgg, type VggOptions, vgg } from "./vgg";

/** ImageNet's mean blue, green and red, as published with VGG's weights. */
const means = [103.939, 116.779, 123.68] as const;

/** Red, green, blue to blue, green, red, minus ImageNet's means: what VGG-16's weights were trained on. */
export const blueGreenRed = (images: tf.Tensor4D): tf.Tensor4D =>
  tf.tidy(() => images.reverse(3).sub(tf.tensor1d([...means])) as tf.Tensor4D);

/** 0 to 255 to 0 to 1, minus ImageNet's means and divided by its standard deviations: what torchvision's weights were trained on. */
export const redGreenBlue = (images: tf.Tensor4D): tf.Tensor4D =>
  tf.tidy(() =>
    images
      .div(255)
      .sub(tf.tensor1d([0.485, 0.456, 0.406]))
      .div(tf.tensor1d([0.229, 0.224, 0.225])),
  );

/** 0 to 255 to −1 to 1. */
const centred = (images: tf.Tensor4D): tf.Tensor4D => images.div(127.5).sub(1) as tf.Tensor4D;

/**
 * VGG-16 as published ("configuration D"): 224 × 224 pixels, 13 convolutions, 3 dense layers, 138,357,544 weights.
 * conv5_3 is a map of 14 × 14 places with 512 features each, fc7 a vector of 4096.
 */
export const vgg16 = ({ prepare = blueGreenRed }: Partial<Pick<VggOptions, "prepare">> = {}): Vgg =>
  vgg({
    name: "vgg16",
    imageSize: 224,
    blocks: [
      [64, 64],
      [128, 128],
      [256, 256, 256],
      [512, 512, 512],
      [512, 512, 512],
    ],
    hidden: [4096, 4096],
    classes: 1000,
    prepare,
  });

/** The size of the pictures, and how many things are told apart. */
export interface VggMiniOptions {
  readonly imageSize?: number;
  readonly classes: number;
}

/**
 * The same pattern for small pictures, trained here: four blocks, their convolutions 1, 1, 2 and 2 as at the beginning of
 * VGG's "configuration A". At 64 pixels conv5_3 is a map of 8 × 8 places with 96 features each, at 96 pixels of 12 × 12.
 */
export const vggMini = ({ imageSize = 64, classes }: VggMiniOptions): Vgg =>
  vgg({
    name: `vgg-mini-${imageSize}`,
    imageSize,
    blocks: [[16], [32], [64, 64], [96, 96]],
    hidden: [128, 128],
    classes,
    prepare: centred,
  });
