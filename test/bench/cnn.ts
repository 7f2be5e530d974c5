import { fork, normal, seed, uniforms } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { convolution } from "../../lib/models/convolution";
import { crossEntropy } from "../../lib/models/crossEntropy";
import { compiledDescent } from "./compiledDescent";
import type { CnnRow } from "./protocol";

/** The VGG pattern: 3 × 3 convolutions, the maximum of 2 × 2 after every second, two dense layers. */
export function cnn({ batchSize: N, imageSize, channels, hiddenSize: H, classes }: CnnRow): () => number {
  const flat = channels[channels.length - 1] * (imageSize / 2 ** (channels.length / 2)) ** 2;
  const key = seed(11);
  const weights = (name: string, shape: number[], fanIn: number) =>
    normal(fork(key, name), shape as [number, number], Math.sqrt(2 / fanIn)) as tf.Tensor;
  const filters = channels.flatMap((width, i) => {
    const below = i === 0 ? 3 : channels[i - 1];
    return [
      [`w${i}`, weights(`w${i}`, [3, 3, below, width], 9 * below)],
      [`b${i}`, tf.zeros([width])],
    ];
  });
  const params: Record<string, tf.Tensor> = {
    ...Object.fromEntries(filters),
    Wh: weights("Wh", [flat, H], flat),
    bh: tf.zeros([H]),
    Wy: weights("Wy", [H, classes], H),
    by: tf.zeros([classes]),
  };
  const next = uniforms(fork(key, "targets"));
  const targets = tf.tensor1d(
    Int32Array.from({ length: N }, () => Math.floor(classes * next())),
    "int32",
  );
  const batch = { x: normal<tf.Rank.R4>(fork(key, "x"), [N, imageSize, imageSize, 3]), targets };
  const step = compiledDescent(params, batch, (p, { x, targets }) => {
    let h = x as tf.Tensor4D;
    channels.forEach((_, i) => {
      h = convolution(h, { w: p[`w${i}`] as tf.Tensor4D, b: p[`b${i}`] as tf.Tensor1D });
      if (i % 2 === 1) h = tf.maxPool(h, 2, 2, "valid");
    });
    const hidden = tf.relu(tf.add(tf.matMul(h.reshape([h.shape[0], flat]), p.Wh as tf.Tensor2D), p.bh));
    return crossEntropy(tf.add(tf.matMul(hidden as tf.Tensor2D, p.Wy as tf.Tensor2D), p.by), targets as tf.Tensor1D);
  });
  return () => {
    step();
    return N;
  };
}
