import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { LabError } from "../../lib/core/errors";
import { fork, normal, seed } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { loadWeights, saveWeights } from "../../lib/train/weightsFile";
import { assertClose } from "../close";

const folder = mkdtempSync(path.join(os.tmpdir(), "lab-weights-"));
after(() => rmSync(folder, { recursive: true }));

const key = seed(4);
const weights = { "conv.w": normal(fork(key, "w"), [2, 3]), b: normal(fork(key, "b"), [5]), scale: tf.scalar(0.25) };
const shapes = { "conv.w": [2, 3], b: [5], scale: [] };
const file = path.join(folder, "deep", "some.safetensors");
const refuses = (read: () => unknown, message: RegExp) =>
  assert.throws(read, (error) => error instanceof LabError && message.test(error.message));

test("what is saved is loaded, to the bit, with its notes; nothing else is left in the folder, and nothing leaks", () => {
  saveWeights(file, weights, { accuracy: "0.9", place: "Zürich" });
  const before = tf.memory().numTensors;
  const { tensors, notes } = loadWeights(file, shapes);
  assert.deepEqual(notes, { accuracy: "0.9", place: "Zürich" });
  for (const name of Object.keys(shapes) as (keyof typeof shapes)[]) assertClose(tensors[name], weights[name], 0, name);
  assert.deepEqual(readdirSync(path.dirname(file)), ["some.safetensors"]);
  tf.dispose(tensors);
  assert.equal(tf.memory().numTensors, before);
});

test("the file is a safetensors file", () => {
  saveWeights(file, weights);
  const bytes = readFileSync(file);
  const length = Number(bytes.readBigUInt64LE());
  assert.equal(length % 8, 0);
  const header = JSON.parse(bytes.toString("utf8", 8, 8 + length));
  assert.deepEqual(header.b, { dtype: "F32", shape: [5], data_offsets: [24, 44] });
  const values = [0, 1, 2, 3, 4].map((i) => bytes.readFloatLE(8 + length + 24 + 4 * i));
  assertClose(weights.b, values, 0);
  assert.equal(bytes.length, 8 + length + 4 * 12);
});

test("a part of the file may be loaded", () => {
  saveWeights(file, weights);
  const { tensors } = loadWeights(file, { b: [5] });
  assert.deepEqual(Object.keys(tensors), ["b"]);
});

test("what is missing, of another shape or damaged is refused", () => {
  saveWeights(file, weights);
  refuses(() => loadWeights(file, { c: [5] }), /: c \[5\] expected, got none among 3 tensors/);
  refuses(() => loadWeights(file, { "conv.w": [3, 2] }), /: conv.w \[3, 2\] expected, got \[2, 3\]/);
  refuses(() => loadWeights(`${file}.none`, {}), /expected, got ENOENT/);
  refuses(() => saveWeights(file, { n: tf.tensor1d([1, 2], "int32") }), /float32 weights expected, got n of int32/);
  writeFileSync(file, readFileSync(file).subarray(0, -1));
  refuses(() => loadWeights(file, shapes), /damaged/);
  writeFileSync(file, "short");
  refuses(() => loadWeights(file, shapes), /damaged/);
});
