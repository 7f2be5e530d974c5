import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { compile } from "../../lib/core/compile";
import { LabError } from "../../lib/core/errors";
import { gradientsOf } from "../../lib/core/gradients";
import { fork, normal, seed } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { backboneOf } from "../../lib/models/backbone";
import { crossEntropy } from "../../lib/models/crossEntropy";
import { vgg } from "../../lib/models/vgg";
import { blueGreenRed, vgg16, vggMini } from "../../lib/models/vggNetworks";
import { assertClose } from "../close";

const key = seed(16);
const [N, S] = [2, 8];
const small = vgg({
  ...{ name: "small", imageSize: S, blocks: [[4], [3, 6]], hidden: [5, 7], classes: 3 },
  prepare: (images) => images.div(255) as tf.Tensor4D,
});
const params = small.init(fork(key, "params"));
const images = tf.tidy(() => normal<tf.Rank.R4>(fork(key, "images"), [N, S, S, 3], 100).abs() as tf.Tensor4D);

describe("the published networks, by shapes alone", () => {
  const published = vgg16();

  test("VGG-16 has 138,357,544 weights in 13 convolutions and 3 dense layers", () => {
    const count = Object.values(published.shapes).reduce((sum, shape) => sum + shape.reduce((a, b) => a * b), 0);
    assert.equal(count, 138_357_544);
    const kinds = published.layers.map(({ kind }) => kind);
    assert.deepEqual(
      ["convolution", "pool", "dense"].map((kind) => kinds.filter((one) => one === kind).length),
      [13, 5, 3],
    );
  });

  test("VGG-16's layers are those of the paper's configuration D, in order and size", () => {
    const expected = `conv1_1 224×224×64 conv1_2 224×224×64 pool1 112×112×64 conv2_1 112×112×128 conv2_2 112×112×128
      pool2 56×56×128 conv3_1 56×56×256 conv3_2 56×56×256 conv3_3 56×56×256 pool3 28×28×256 conv4_1 28×28×512
      conv4_2 28×28×512 conv4_3 28×28×512 pool4 14×14×512 conv5_1 14×14×512 conv5_2 14×14×512 conv5_3 14×14×512
      pool5 7×7×512 fc6 4096 fc7 4096 fc8 1000`;
    const found = published.layers.map(({ name, shape }) => `${name} ${shape.join("×")}`).join(" ");
    assert.equal(found, expected.replaceAll(/\s+/g, " "));
    assert.deepEqual(published.shapes["fc6.w"], [7 * 7 * 512, 4096]);
    assert.deepEqual(published.taps, { pool4: [196, 512], conv5_3: [196, 512], fc7: [4096] });
  });

  test("the small network has a map of 8 × 8 places at 64 pixels, of 12 × 12 at 96", () => {
    assert.deepEqual(vggMini({ classes: 9 }).taps, { pool4: [64, 64], conv5_3: [64, 96], fc7: [128] });
    assert.deepEqual(vggMini({ classes: 9, imageSize: 96 }).taps, { pool4: [144, 64], conv5_3: [144, 96], fc7: [128] });
  });
});

describe("a network of VGG's pattern", () => {
  test("has the shapes that its layers say", () => {
    const { logits, conv5_3, fc7 } = small.forward(params, images);
    assert.deepEqual(
      [logits.shape, conv5_3.shape, fc7.shape],
      [
        [N, 3],
        [N, 16, 6],
        [N, 7],
      ],
    );
    for (const [name, shape] of Object.entries(small.shapes)) assert.deepEqual(params[name].shape, shape, name);
  });

  test("computes what tfjs's own layers compute, at the output and at all taps", () => {
    const { conv2d, dense, flatten, maxPooling2d } = tf.layers;
    const convolution = (name: string, filters: number) =>
      conv2d({ name, filters, kernelSize: 3, padding: "same", activation: "relu", inputShape: [S, S, 3] });
    const reference = tf.sequential({
      layers: [
        ...[convolution("conv1_1", 4), maxPooling2d({ poolSize: 2, name: "pool1" })],
        ...[convolution("conv2_1", 3), convolution("conv2_2", 6), maxPooling2d({ poolSize: 2 }), flatten()],
        ...[dense({ name: "fc6", units: 5, activation: "relu" }), dense({ name: "fc7", units: 7, activation: "relu" })],
        dense({ name: "fc8", units: 3 }),
      ],
    });
    for (const name of ["conv1_1", "conv2_1", "conv2_2", "fc6", "fc7", "fc8"]) {
      reference.getLayer(name).setWeights([params[`${name}.w`], params[`${name}.b`]]);
    }
    const at = (name: string) => reference.getLayer(name).output as tf.SymbolicTensor;
    const model = tf.model({ inputs: reference.inputs, outputs: ["fc8", "pool1", "conv2_2", "fc7"].map(at) });
    const [logits, below, map, hidden] = model.predict(images.div(255)) as tf.Tensor[];
    const ours = small.forward(params, images);
    assertClose(ours.logits, logits, 1e-5);
    assertClose(ours.pool4, below.reshape([N, 16, 4]), 1e-5);
    assertClose(ours.conv5_3, map.reshape([N, 16, 6]), 1e-5);
    assertClose(ours.fc7, hidden, 1e-5);
  });

  test("has the gradient of finite differences, compiled and not", () => {
    const classes = tf.tensor1d([2, 0], "int32");
    const loss = (weights: typeof params) => crossEntropy(small.forward(weights, images).logits, classes);
    const names = Object.keys(params);
    const gradients = (weights: typeof params) => gradientsOf(() => loss(weights), Object.values(weights)).grads;
    const plain = gradients(params);
    compile(gradients)(params).forEach((gradient, i) => {
      assertClose(gradient, plain[i], 1e-6, names[i]);
    });
    names.forEach((name, i) => {
      const direction = normal(fork(key, name), params[name].shape as [number, number]);
      const along = (step: number) => loss({ ...params, [name]: params[name].add(direction.mul(step)) }).dataSync()[0];
      const slope = plain[i].mul(direction).sum().dataSync()[0];
      assert.ok(Math.abs((along(4e-4) - along(-4e-4)) / 8e-4 - slope) < 2e-3 + 0.02 * Math.abs(slope), name);
    });
  });

  test("starts from its key, its activations neither vanishing nor exploding with depth", () => {
    assertClose(small.init(key)["fc6.w"], small.init(key)["fc6.w"], 0);
    const deep = vggMini({ classes: 9 });
    const { conv5_3 } = tf.tidy(() =>
      deep.forward(deep.init(key), normal<tf.Rank.R4>(key, [2, 64, 64, 3], 73).add(127) as tf.Tensor4D),
    );
    const size = conv5_3.square().mean().sqrt().dataSync()[0];
    assert.ok(size > 0.1 && size < 10, `${size}`);
  });
});

describe("as a backbone", () => {
  test("it gives its taps, leaks nothing, and takes its weights with it", () => {
    const before = tf.memory().numTensors;
    const backbone = backboneOf(small, small.init(key), "small-7");
    const features = backbone.extract(images);
    assert.deepEqual(Object.keys(features), Object.keys(backbone.taps));
    for (const [tap, shape] of Object.entries(backbone.taps)) assert.deepEqual(features[tap].shape, [N, ...shape]);
    tf.dispose(features);
    backbone.dispose();
    assert.equal(tf.memory().numTensors, before);
  });

  test("it refuses pictures of another size", () => {
    const backbone = backboneOf(small, params);
    for (const shape of [
      [N, S, S],
      [N, S, 2 * S, 3],
      [N, S, S, 1],
    ]) {
      assert.throws(
        () => backbone.extract(tf.zeros(shape as [number]) as tf.Tensor as tf.Tensor4D),
        (error) => error instanceof LabError && /\[N, 8, 8, 3\] expected/.test(error.message),
      );
    }
  });
});

test("VGG-16 takes blue, green and red, minus ImageNet's means, in this order", () => {
  const pixels = tf.tensor4d([255, 0, 0, 10, 20, 30], [1, 1, 2, 3]);
  assertClose(
    blueGreenRed(pixels),
    tf.tensor4d([-103.939, -116.779, 131.32, -73.939, -96.779, -113.68], [1, 1, 2, 3]),
    1e-4,
  );
});
