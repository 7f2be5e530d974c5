import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import { LabError } from "../../lib/core/errors";
import { projectRoot } from "../../lib/core/project";
import { tf } from "../../lib/core/tf";
import { efficientnet, efficientnetFile } from "../../lib/models/efficientnet";
import { readTorch } from "../../lib/models/torchFile";
import { vgg } from "../../lib/models/vgg";
import { torchVgg } from "../../lib/models/vggTorch";
import { assertClose } from "../close";

const folder = mkdtempSync(path.join(os.tmpdir(), "lab-torch-"));
after(() => rmSync(folder, { recursive: true }));
const made = (name: string) => path.join(projectRoot, "test", "models", "torchFiles", name);

/** A file of these bytes. */
function written(bytes: Uint8Array): string {
  const file = path.join(folder, "written.pth");
  writeFileSync(file, bytes);
  return file;
}

describe("what torch.save wrote", () => {
  for (const name of ["zip.pth", "stream.pth"]) {
    test(`${name} is read: views, every format of numbers, no counters`, () => {
      const tensors = [...readTorch(made(name))].map(([key, { shape, values }]) => [key, shape, Array.from(values())]);
      assert.deepEqual(tensors, [
        ["turned", [3, 2], [0, 3, 1, 4, 2, 5]],
        ["part", [3], [2, 3, 4]],
        ["half", [2], [0.5, -2]],
        ["brain", [2, 1], [1.5, -3]],
        ["double", [], [0.25]],
      ]);
    });

    test(`${name}, cut off anywhere or with a byte changed, is refused by name or read whole`, () => {
      const whole = readFileSync(made(name));
      const refused = (bytes: Uint8Array) => {
        const file = written(bytes);
        try {
          for (const { values } of readTorch(file).values()) values();
          return false;
        } catch (error) {
          assert.ok(error instanceof LabError && error.message.startsWith(file), String(error));
          return true;
        }
      };
      for (let length = 0; length < whole.length; length += 7)
        assert.ok(refused(whole.subarray(0, length)), `${length}`);
      for (let at = 0; at < whole.length; at += 11) {
        const changed = Buffer.from(whole);
        changed[at] ^= 0xff;
        refused(changed);
      }
    });
  }

  test("a module, and a call of anything else, are refused: nothing is run", () => {
    assert.throws(() => readTorch(made("module.pth")), /an object of .*Linear|a call|module/);
    // cos\nsystem\n(S'…' in protocol 2: os.system("touch …")
    const evil = Buffer.from("\x80\x02cposix\nsystem\nX\x05\x00\x00\x00touch\x85R.", "latin1");
    const magic = readFileSync(made("stream.pth")).subarray(0, 0x90);
    assert.throws(() => readTorch(written(Buffer.concat([magic, evil]))), LabError);
    assert.throws(() => readTorch(path.join(folder, "none.pth")), /none\.pth: .*expected, got no such file/);
  });
});

test("a network of VGG's form computes with torchvision's weights what PyTorch computes", () => {
  const model = vgg({
    ...{ name: "reduced", imageSize: 8, blocks: [[4], [3, 6]], hidden: [5, 7], classes: 2 },
    prepare: (images) => images,
  });
  const network = torchVgg(made("vgg.pth"), model);
  const pixels = Float32Array.from({ length: 192 }, (_, i) => i % 7);
  const { fc7 } = network.extract(tf.tensor4d(pixels, [1, 8, 8, 3]));
  // Printed by torchFiles/make.py.
  assertClose(fc7, [0, 0.13435651, 0, 0, 0.12577465, 0.17649171, 0], 1e-6);
  assert.throws(() => torchVgg(made("vgg.pth")), /features\.0\.weight \[64, 3, 3, 3\] expected, got \[4, 3, 3, 3\]/);
});

test("EfficientNet-Lite0 computes what its package computes", { skip: !efficientnetFile() && "not installed" }, () => {
  const before = tf.memory().numTensors;
  const network = efficientnet();
  const pixels = Float32Array.from({ length: 224 * 224 * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % 224, Math.floor(i / 3 / 224)];
    return [(x * 255) / 223, (y * 255) / 223, (((x >> 5) + (y >> 5)) % 2) * 255][i % 3];
  });
  const images = tf.tensor4d(pixels, [1, 224, 224, 3]);
  const maps = network.extract(images);
  for (const [tap, shape] of Object.entries(network.taps)) assert.deepEqual(maps[tap].shape, [1, ...shape]);
  tf.tidy(() => {
    const [middle, last] = ["14x14x112", "7x7x1280"].map((tap) => Array.from(maps[tap].dataSync()));
    const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
    // Of efficientnet_lite_pytorch 0.1.0 in PyTorch 2.13, from the same pixels.
    assertClose(
      tf.tensor1d(middle.slice(100 * 112, 100 * 112 + 5)),
      [0.1908717, -2.8061035, 5.7711582, 6.6011229, 4.5140114],
      1e-3,
    );
    assertClose(tf.tensor1d([sum(middle) / 1000, sum(last) / 1000]), [-2.2124949, 3.1337485], 1e-3);
  });
  tf.dispose([images, maps] as tf.TensorContainer);
  network.dispose();
  assert.equal(tf.memory().numTensors, before);
});
