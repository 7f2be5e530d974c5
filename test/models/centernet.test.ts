import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { LabError } from "../../lib/core/errors";
import { tf } from "../../lib/core/tf";
import { centernet } from "../../lib/models/centernet";

const folder = mkdtempSync(path.join(os.tmpdir(), "lab-centernet-"));
after(() => rmSync(folder, { recursive: true }));

const installed = (): string | undefined => {
  try {
    return require.resolve("@vladmandic/human");
  } catch {
    return undefined;
  }
};

test("without the package it says how to get it", { skip: installed() && "it is installed" }, async () => {
  await assert.rejects(
    centernet(),
    (error) => error instanceof LabError && /npm install .*@vladmandic\/human/.test(error.message),
  );
});

test("a missing file and another model are refused", async () => {
  await assert.rejects(centernet({ file: path.join(folder, "none.json") }), LabError);
  await tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] }).save(`file://${folder}`);
  const file = path.join(folder, "model.json");
  await assert.rejects(centernet({ file }), (error) => error instanceof LabError && error.message.startsWith(file));
});

const file = process.env.CENTERNET; // a centernet.json where the package is not in this project
const skip = !file && !installed() && "@vladmandic/human is not installed";
test("its taps have the shapes that they are named after, for several pictures at once, and leak nothing", {
  skip,
}, async () => {
  const before = tf.memory().numTensors;
  const backbone = await centernet(file ? { file } : {});
  assert.deepEqual(backbone.taps, { "14x14x88": [196, 88], "7x7x480": [49, 480] });
  const images = tf.randomUniform<tf.Rank.R4>([3, 224, 224, 3], 0, 255, "float32", 2);
  const maps = backbone.extract(images);
  for (const [tap, shape] of Object.entries(backbone.taps)) assert.deepEqual(maps[tap].shape, [3, ...shape]);
  const alone = tf.tidy(() =>
    backbone
      .extract(images.slice([1], [1]))
      ["7x7x480"].sub(maps["7x7x480"].slice([1], [1]))
      .abs()
      .max(),
  );
  assert.ok(alone.dataSync()[0] < 1e-3);
  tf.dispose([maps, images, alone]);
  backbone.dispose();
  assert.equal(tf.memory().numTensors, before);
});
