import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import { LabError } from "../../lib/core/errors";
import { fork, normal, seed } from "../../lib/core/random";
import { readSafetensors, writeSafetensors } from "../../lib/core/safetensorsFile";
import { tf } from "../../lib/core/tf";
import { assertClose } from "../close";

const folder = mkdtempSync(path.join(os.tmpdir(), "lab-safetensors-"));
after(() => rmSync(folder, { recursive: true }));

const key = seed(4);
const weights = { "conv.w": normal(fork(key, "w"), [2, 3]), b: normal(fork(key, "b"), [5]), scale: tf.scalar(0.25) };
const file = path.join(folder, "deep", "some.safetensors");
const refuses = (read: () => unknown, message: RegExp) =>
  assert.throws(read, (error) => error instanceof LabError && message.test(error.message));

test("what is written is read, to the bit, with its notes; nothing else is left in the folder, and nothing leaks", () => {
  writeSafetensors(file, weights, { metadata: { accuracy: "0.9", place: "Zürich" } });
  const before = tf.memory().numTensors;
  const { tensor, shapes, metadata } = readSafetensors(file);
  assert.deepEqual(metadata, { accuracy: "0.9", place: "Zürich" });
  assert.deepEqual(shapes, { "conv.w": [2, 3], b: [5], scale: [] });
  for (const [name, weight] of Object.entries(weights)) {
    const read = tensor(name);
    assertClose(read, weight, 0, name);
    read.dispose();
  }
  assert.deepEqual(readdirSync(path.dirname(file)), ["some.safetensors"]);
  assert.equal(tf.memory().numTensors, before);
});

test("the file is a safetensors file, whatever its notes are written in: the numbers begin at a multiple of 8 bytes", () => {
  for (const place of ["", "Z", "Zü", "Zür", "東京", "🐳 in Zürich", "e\u0301\0"]) {
    writeSafetensors(file, weights, { metadata: { place } });
    const bytes = readFileSync(file);
    const length = Number(bytes.readBigUInt64LE());
    assert.equal(length % 8, 0);
    const header = JSON.parse(bytes.toString("utf8", 8, 8 + length));
    assert.equal(header.__metadata__.place, place);
    assert.deepEqual(header.b, { dtype: "F32", shape: [5], data_offsets: [24, 44] });
    const values = [0, 1, 2, 3, 4].map((i) => bytes.readFloatLE(8 + length + 24 + 4 * i));
    assertClose(weights.b, values, 0);
    assert.equal(bytes.length, 8 + length + 4 * 12);
  }
});

/** A file with this header and these bytes after it. */
function put(header: unknown, values: Uint8Array = new Uint8Array()): void {
  const text = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  writeFileSync(file, Buffer.concat([length, text, values]));
}

describe("the floating-point formats", () => {
  const entry = (dtype: string, count: number, bytes: number) => ({
    w: { dtype, shape: [count], data_offsets: [0, bytes] },
  });
  const read = (dtype: string, numbers: Uint16Array | Float64Array) => {
    put(entry(dtype, numbers.length, numbers.byteLength), new Uint8Array(numbers.buffer));
    return [...readSafetensors(file).tensor("w").dataSync()];
  };

  test("F16: all 63488 finite numbers, by their definition", () => {
    const finite = Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits).filter((bits) => ((bits >> 10) & 31) < 31);
    const values = read("F16", finite);
    finite.forEach((bits, i) => {
      const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
      const size = exponent === 0 ? fraction / 2 ** 24 : (1024 + fraction) * 2 ** (exponent - 25);
      assert.ok(Object.is(values[i], bits >> 15 ? -size : size), `${bits}`);
    });
    assert.deepEqual(read("F16", Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0001)), [1, -2, 65504, 2 ** -24]);
  });

  test("F16 is written as the nearest of these, of two equally near ones the even one, and read again to the bit", () => {
    const finite = Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits).filter((bits) => ((bits >> 10) & 31) < 31);
    const values = read("F16", finite);
    const kept = (numbers: readonly number[]) => {
      writeSafetensors(file, { w: tf.tensor1d([...numbers]) }, { format: "F16" });
      return [...readSafetensors(file).tensor("w").dataSync()];
    };
    assert.deepEqual(kept(values), values);
    const positive = values.slice(0, 31 * 1024);
    const between = positive.slice(1).map((value, i) => (value + positive[i]) / 2);
    assert.deepEqual(
      kept(between),
      between.map((_, i) => positive[i % 2 === 0 ? i : i + 1]),
    );
    for (const side of [-1, 1]) {
      const near = between.map((value) => Math.fround(value * (1 + side * 2 ** -20)));
      assert.deepEqual(
        kept(near.map((value) => -value)),
        near.map((_, i) => -positive[side < 0 ? i : i + 1]),
      );
    }
    refuses(() => kept([0, 65520]), /: w: finite numbers expected, got Infinity at 1$/);
    assert.deepEqual(kept([65519]), [65504]);
  });

  test("BF16: the upper halves of float32", () => {
    assert.deepEqual(read("BF16", Uint16Array.of(0x3f80, 0xc000, 0x0080, 0x8000)), [1, -2, 2 ** -126, -0]);
  });

  test("F64: rounded", () => {
    assert.deepEqual(read("F64", Float64Array.of(0.1, -1e-3)), [0.1, -1e-3].map(Math.fround));
  });

  test("what is not finite, or becomes so, is told with its place", () => {
    refuses(() => read("F16", Uint16Array.of(0, 0x7c00)), /: w: finite numbers expected, got Infinity at 1$/);
    refuses(() => read("BF16", Uint16Array.of(0x7fc0)), /: w: finite numbers expected, got NaN at 0$/);
    refuses(() => read("F64", Float64Array.of(1e40)), /: w: finite numbers expected, got Infinity at 0$/);
  });

  test("others are told", () => {
    for (const dtype of ["I64", "BOOL", "F8_E4M3", "constructor"])
      refuses(
        () => read(dtype, Uint16Array.of(0)),
        new RegExp(`: w: one of F64, F32, F16, BF16 expected, got ${dtype}$`),
      );
    refuses(
      () => writeSafetensors(file, { n: tf.tensor1d([1], "int32") }),
      /float32 weights expected, got n of int32$/,
    );
    refuses(() => writeSafetensors(file, { n: tf.scalar(Number.NaN) }), /: n: finite numbers expected, got NaN at 0$/);
  });
});

describe("what is no safetensors file: what was expected, and got; nobody is told to delete a file", () => {
  const whole = { w: { dtype: "F32", shape: [2], data_offsets: [0, 8] } };
  const cases: Record<string, readonly [() => void, RegExp]> = {
    "no file": [() => rmSync(file, { force: true }), /expected, got no such file$/],
    "a short one": [() => writeFileSync(file, "short"), /begins with a length in 8 bytes, got 5 bytes$/],
    "a header cut off": [
      () => writeFileSync(file, Buffer.concat([Buffer.from([99, 0, 0, 0, 0, 0, 0, 0]), Buffer.from("{")])),
      /with a header of 99 bytes after the first 8 as these say, got 1 bytes$/,
    ],
    "torch.save's": [
      () => writeFileSync(file, "PK\x03\x04 and so on"),
      /got an archive, such as torch\.save writes; .*save_file/,
    ],
    "no JSON": [() => put("{ not: what"), /with a header in JSON, got one that begins with "\{ not: what"$/],
    "another JSON": [() => put([1]), /with a header in JSON, got one/],
    "a half entry": [
      () => put({ w: { dtype: "F32" } }),
      /with dtype, shape and data_offsets of w, got \{ dtype: "F32" \}$/,
    ],
    "notes that are no texts": [
      () => put({ __metadata__: { n: 5 } }),
      /with texts by name as __metadata__, got \{ n: 5 \}$/,
    ],
    "bytes behind the numbers": [
      () => put(whole, new Uint8Array(11)),
      /: 8 bytes of numbers after the header, as its tensors take, expected, got 11$/,
    ],
    "numbers cut off": [() => put(whole, new Uint8Array(7)), /: 8 bytes of numbers .* expected, got 7$/],
    "a gap": [
      () => put({ ...whole, v: { dtype: "F32", shape: [1], data_offsets: [12, 16] } }, new Uint8Array(16)),
      /: the numbers of v from byte 8 on, where those before end, expected, got 12$/,
    ],
    "a shape of another size": [
      () => put({ w: { dtype: "F32", shape: [3], data_offsets: [0, 8] } }, new Uint8Array(8)),
      /: w: 12 bytes, as F32 \[3\] has, expected, got 8$/,
    ],
  };
  for (const [name, [make, message]] of Object.entries(cases)) {
    test(name, () => {
      make();
      refuses(() => readSafetensors(file).tensor("w"), message);
      refuses(() => readSafetensors(file).tensor("w"), /^(?!.*delete)/);
    });
  }
});
