import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { LabError } from "../../lib/core/errors";
import { writeSafetensors } from "../../lib/core/safetensorsFile";
import { tf } from "../../lib/core/tf";
import { writeFeatures } from "../../lib/data/features/featureFile";
import { pictureRows } from "../../lib/data/features/pictureRows";
import { scratch } from "./scratch";

const { folder } = scratch();
const file = (name: string) => path.join(folder, name);
const ids = Array.from({ length: 12 }, (_, i) => `${i}`);

test("a tensor a picture, by its id, whichever of the two kinds of file; nothing is left in memory", async () => {
  const tensors = Object.fromEntries(ids.map((id) => [id, tf.tensor2d([[Number(id), 1, 2]])]));
  writeSafetensors(file("maps.safetensors"), tensors);
  const items = ids.map((id) => ({ id, sha256: null, values: Float32Array.of(Number(id), 1, 2) }));
  await writeFeatures(file("maps.features"), { backbone: "vgg16", tap: "conv5_3", shape: [1, 3] }, items);
  const before = tf.memory().numTensors;
  for (const name of ["maps.safetensors", "maps.features"]) {
    const rows = pictureRows(file(name));
    assert.deepEqual(rows.shape, [1, 3]);
    assert.deepEqual([rows.has("7"), rows.has("12")], [true, false]);
    assert.deepEqual(Array.from(rows.row("7")), [7, 1, 2]);
    assert.throws(() => rows.row("12"), /maps.*: features of (picture|image) 12 expected/);
  }
  assert.equal(tf.memory().numTensors, before);
});

test("a tensor of another shape is left out; more than a tenth are refused", () => {
  const write = (name: string, odd: number) => {
    const shapeOf = (i: number) => (i < odd ? [2] : [3]);
    const tensors = ids.map((id, i) => [id, tf.ones(shapeOf(i) as [number])] as const);
    writeSafetensors(file(name), Object.fromEntries(tensors));
    return file(name);
  };
  const rows = pictureRows(write("one.safetensors", 1));
  assert.deepEqual([rows.shape, rows.has("0"), rows.has("1")], [[3], false, true]);
  assert.throws(
    () => pictureRows(write("many.safetensors", 4)),
    (error) => error instanceof LabError && /many.safetensors: 0: \[3\] expected, got \[2\]/.test(error.message),
  );
});
