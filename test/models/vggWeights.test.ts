import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { crc32, deflateRawSync } from "node:zlib";
import { LabError } from "../../lib/core/errors";
import { seed } from "../../lib/core/random";
import { mapTensors } from "../../lib/core/tensors";
import { tf } from "../../lib/core/tf";
import { vgg } from "../../lib/models/vgg";
import { vgg16 } from "../../lib/models/vggNetworks";
import { kerasBackbone, kerasName, kerasWeights } from "../../lib/models/vggWeights";
import { assertClose } from "../close";

const folder = mkdtempSync(path.join(os.tmpdir(), "lab-vgg-"));
after(() => rmSync(folder, { recursive: true }));

const model = vgg({
  ...{ name: "reduced", imageSize: 8, blocks: [[4], [3, 6]], hidden: [5, 7], classes: 2 },
  prepare: (images) => images,
});
const params = mapTensors(model.init(seed(8)), (tensor, name) =>
  tensor.rank === 1 ? tf.range(0, tensor.size).add(name.length) : tensor,
);

/** Writes a Keras file: the datasets' paths by layer, and only the layers that are asked for. */
async function writeKeras(
  name: string,
  {
    at,
    layers = model.layers,
    change = {},
    scale = 1,
  }: {
    at: (layer: string, part: "w" | "b") => string;
    layers?: typeof model.layers;
    change?: Record<string, number[]>;
    scale?: number;
  },
): Promise<string> {
  const { default: hdf5 } = await import("h5wasm/node");
  await hdf5.ready;
  const file = path.join(folder, name);
  const opened = new hdf5.File(file, "w");
  const made = new Set<string>();
  for (const layer of layers.filter(({ weights }) => weights)) {
    for (const part of ["w", "b"] as const) {
      const tensor = params[`${layer.name}.${part}`];
      const parts = at(kerasName(layer.name), part).split("/");
      const group = parts.slice(0, -1).reduce((above, one) => {
        const next = above === "" ? one : `${above}/${one}`;
        if (!made.has(next)) opened.create_group(next);
        made.add(next);
        return next;
      }, "");
      const shape = change[`${layer.name}.${part}`] ?? tensor.shape;
      const data = new Float32Array(shape.reduce((a, b) => a * b)).map((_, i) => scale * (tensor.dataSync()[i] ?? 0));
      (opened.get(group) as InstanceType<typeof hdf5.Group>).create_dataset({
        name: parts[parts.length - 1],
        data,
        shape,
      });
    }
  }
  opened.close();
  return file;
}

const published = (layer: string, part: "w" | "b") => `${layer}/${layer}_${part === "w" ? "W" : "b"}_1:0`;
const kind = (part: "w" | "b") => (part === "w" ? "kernel:0" : "bias:0");
/** As Keras 3 counts the layers of `model`. */
const counted = (layer: string): string =>
  ({
    ...{ block1_conv1: "conv2d", block2_conv1: "conv2d_1", block2_conv2: "conv2d_2" },
    ...{ fc1: "dense", fc2: "dense_1", predictions: "dense_2" },
  })[layer] as string;

/** A zip with one file. */
function zipped(name: string, content: Buffer, method: 0 | 8): Buffer {
  const packed = method === 8 ? deflateRawSync(content) : content;
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(method, 4);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, Buffer.from(name), packed]);
  const entry = Buffer.concat([Buffer.from("PK\x01\x02\x14\0"), common, Buffer.alloc(14), Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, entry, end]);
}

const layouts: Record<string, (layer: string, part: "w" | "b") => string> = {
  "the published file": published,
  "Keras 2, weights": (layer, part) => `${layer}/${layer}/${kind(part)}`,
  "Keras 3, weights (.weights.h5)": (layer, part) => `layers/${counted(layer)}/vars/${part === "w" ? 0 : 1}`,
  "Keras 3, with the layers' names": (layer, part) => `layers/${layer}/vars/${part === "w" ? 0 : 1}`,
  "Keras 2.12": (layer, part) => `_layer_checkpoint_dependencies/${counted(layer)}/vars/${part === "w" ? 0 : 1}`,
  "Keras 2, whole model": (layer, part) => `model_weights/${layer}/${layer}/${kind(part)}`,
};

const refuses = (file: string, message: RegExp) =>
  assert.rejects(kerasWeights(file, model), (error) => {
    assert.ok(error instanceof LabError, `${error}`);
    assert.match(error.message, message);
    return error.message.startsWith(file);
  });

test("the layers' names are those of Keras' VGG-16", () => {
  const names = vgg16()
    .layers.filter(({ weights }) => weights)
    .map(({ name }) => kerasName(name));
  assert.deepEqual(names, [
    ...["block1_conv1", "block1_conv2", "block2_conv1", "block2_conv2", "block3_conv1", "block3_conv2", "block3_conv3"],
    ...["block4_conv1", "block4_conv2", "block4_conv3", "block5_conv1", "block5_conv2", "block5_conv3"],
    ...["fc1", "fc2", "predictions"],
  ]);
});

describe("a Keras file (.h5)", () => {
  for (const [name, at] of Object.entries(layouts)) {
    test(`named as in ${name} gives every number to its place, and leaks nothing`, async () => {
      const file = await writeKeras(`${name}.h5`, { at });
      const before = tf.memory().numTensors;
      const read = await kerasWeights(file, model);
      assert.equal(tf.memory().numTensors - before, Object.keys(params).length);
      assert.deepEqual(Object.keys(read), Object.keys(model.shapes));
      for (const param of Object.keys(params)) assertClose(read[param], params[param], 0, param);
      tf.dispose(read);
    });
  }

  test("in a .keras of Keras 3, stored or packed, is read; a damaged one says what to save instead", async () => {
    const h5 = readFileSync(await writeKeras("in.weights.h5", { at: layouts["Keras 3, weights (.weights.h5)"] }));
    const file = path.join(folder, "model.keras");
    for (const method of [0, 8] as const) {
      writeFileSync(file, zipped("model.weights.h5", h5, method));
      const read = await kerasWeights(file, model);
      for (const param of Object.keys(params)) assertClose(read[param], params[param], 0, param);
      tf.dispose(read);
    }
    const whole = zipped("model.weights.h5", h5, 8);
    const damaged = Buffer.from(whole);
    damaged[200] ^= 1;
    for (const content of [whole.subarray(0, -9), damaged, zipped("config.json", h5, 0), Buffer.from("PK\x03\x04")]) {
      writeFileSync(file, content);
      await refuses(file, /a \.keras file with its weights expected, .*save_weights/);
    }
  });

  test("is a backbone whose name is that of its weights", async () => {
    const [file, other] = [
      await writeKeras("some.h5", { at: published }),
      await writeKeras("other.h5", { at: published, scale: 2 }),
    ];
    const before = tf.memory().numTensors;
    const backbones = [
      await kerasBackbone(file, model),
      await kerasBackbone(file, model),
      await kerasBackbone(other, model),
    ];
    const [first, again, another] = backbones.map(({ name }) => name);
    assert.equal(first, again);
    assert.notEqual(first, another);
    for (const backbone of backbones) backbone.dispose();
    assert.equal(tf.memory().numTensors, before);
  });

  test("without a layer, or with one of another shape, is refused by name, expected and got", async () => {
    const before = tf.memory().numTensors;
    const layers = model.layers.filter(({ name }) => name !== "fc7");
    await refuses(
      await writeKeras("no-fc7.h5", { at: published, layers }),
      /fc2 \(fc7\): a kernel \[5, 7\] expected, got nothing/,
    );
    const narrow = await writeKeras("narrow.h5", { at: published, change: { "conv2_1.w": [3, 3, 4, 2] } });
    await refuses(
      narrow,
      /block2_conv1 \(conv2_1\): a kernel \[3, 3, 4, 3\] expected, got \/block2_conv1\/block2_conv1_W_1:0 \[3, 3, 4, 2\]/,
    );
    assert.equal(tf.memory().numTensors, before);
  });

  test("that is missing, no HDF5 file or cut off is refused", async () => {
    await refuses(path.join(folder, "none.h5"), /expected, got no such file/);
    const text = path.join(folder, "text.h5");
    writeFileSync(text, "not weights");
    await refuses(text, /got neither/);
    const whole = readFileSync(await writeKeras("whole.h5", { at: published }));
    const cut = path.join(folder, "cut.h5");
    writeFileSync(cut, whole.subarray(0, whole.length / 2));
    await refuses(cut, /damaged/);
  });
});

describe("a tfjs model", () => {
  const saved = path.join(folder, "tfjs");
  let reference: tf.Sequential;
  before(async () => {
    const { conv2d, dense, flatten, maxPooling2d } = tf.layers;
    const convolution = (name: string, filters: number) =>
      conv2d({ name, filters, kernelSize: 3, padding: "same", activation: "relu", inputShape: [8, 8, 3] });
    reference = tf.sequential({
      layers: [
        ...[convolution("block1_conv1", 4), maxPooling2d({ poolSize: 2 }), convolution("block2_conv1", 3)],
        ...[convolution("block2_conv2", 6), maxPooling2d({ poolSize: 2 }), flatten()],
        ...[dense({ name: "fc1", units: 5, activation: "relu" }), dense({ name: "fc2", units: 7, activation: "relu" })],
        dense({ name: "predictions", units: 2 }),
      ],
    });
    await reference.save(`file://${saved}`);
  });

  test("as tfjs itself saves it computes the same here, by its folder or its model.json", async () => {
    const images = tf.randomUniform<tf.Rank.R4>([3, 8, 8, 3], -1, 1, "float32", 5);
    for (const file of [saved, path.join(saved, "model.json")]) {
      const before = tf.memory().numTensors;
      const read = await kerasWeights(file, model);
      assert.equal(tf.memory().numTensors - before, Object.keys(params).length);
      assertClose(model.forward(read, images).logits, reference.predict(images) as tf.Tensor, 1e-5);
    }
  });

  test("without its numbers, or with none of the layers, is refused", async () => {
    const other = path.join(folder, "other");
    await tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] }).save(`file://${other}`);
    await refuses(other, /block1_conv1 \(conv1_1\): a kernel \[3, 3, 3, 4\] expected, got nothing/);
    const empty = path.join(folder, "empty");
    mkdirSync(empty);
    writeFileSync(path.join(empty, "model.json"), readFileSync(path.join(saved, "model.json")));
    await refuses(empty, /cannot be read/);
  });
});
