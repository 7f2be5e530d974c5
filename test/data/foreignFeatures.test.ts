import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { deflateSync } from "node:zlib";
import { openFeatures, writeFeatures } from "../../lib/data/features/featureFile";
import { matlabFeatures } from "../../lib/data/features/matlab";
import { withIds } from "../../lib/data/features/matrix";
import { numpyFeatures } from "../../lib/data/features/numpy";
import { collect, complaint, scratch } from "./scratch";

const { write } = scratch();
const rows = [
  [1, 2.5, -3],
  [0.125, 7, 8],
];
const images = rows.map((row) => Float32Array.from(row));
const bytesOf = (values: Float32Array | Float64Array) => Buffer.from(values.buffer);

/** A .npy file as numpy.save writes it. */
function npy({ descr = "<f4", fortran = "False", shape = "(2, 3)", version = 1 }, data: Float32Array | Float64Array) {
  const header = `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`.padEnd(117).concat("\n");
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  length.writeUIntLE(header.length, 0, length.length);
  return Buffer.concat([
    Buffer.from([0x93]),
    Buffer.from("NUMPY"),
    Buffer.from([version, 0]),
    length,
    Buffer.from(header),
    bytesOf(data),
  ]);
}

const float32 = Float32Array.from(rows.flat());
const float64 = Float64Array.from(rows.flat());

describe(".npy", () => {
  const read = async (content: Buffer) => {
    const matrix = await numpyFeatures(write("features.npy", content));
    assert.equal(matrix.count, 2);
    return { shape: matrix.shape, rows: await collect(matrix.rows()) };
  };

  test("rows of single or double precision, in header version 1 or 2", async () => {
    for (const content of [npy({}, float32), npy({ descr: "<f8" }, float64), npy({ version: 2 }, float32)]) {
      assert.deepEqual(await read(content), { shape: [3], rows: images });
    }
  });

  test("columns in Fortran order, and rows that are matrices", async () => {
    const columns = npy({ fortran: "True", shape: "(3, 2)" }, float32);
    assert.deepEqual(await read(columns), { shape: [3], rows: images });
    assert.deepEqual((await read(npy({ shape: "(2, 3, 1)" }, float32))).shape, [3, 1]);
  });

  test("what cannot be read says why", async () => {
    const refused = (content: Buffer | string) => complaint(() => read(Buffer.from(content)));
    assert.match(await refused("PK".padEnd(30)), /features\.npy: a \.npy file expected, got a file of another kind$/);
    assert.match(await refused("\x93N"), /features\.npy: 5 more bytes expected at 3, got the end of the file$/);
    assert.match(await refused(npy({ descr: "<i8" }, float64)), /numbers of type <f4 or <f8 expected, got <i8$/);
    assert.match(await refused(npy({ descr: ">f4" }, float32)), /numbers of type <f4 or <f8 expected, got >f4$/);
    assert.match(await refused(npy({ shape: "(6,)" }, float32)), /\[images, …\] in C order.* expected, got .*\(6,\)/);
    assert.match(await refused(npy({ fortran: "True", shape: "(1, 2, 3)" }, float32)), /in C order/);
    assert.match(
      await refused(npy({}, float32).subarray(0, 150)),
      /2 more bytes expected at 150, got the end of the file$/,
    );
    assert.match(
      await complaint(() => numpyFeatures("/none.npy")),
      /none\.npy: a \.npy file expected, got no such file$/,
    );
  });
});

/** One element of a MATLAB file: type, length, data filled up to 8 bytes. */
function element(type: number, data: Buffer): Buffer {
  const tag = Buffer.alloc(8);
  tag.writeUInt32LE(type, 0);
  tag.writeUInt32LE(data.length, 4);
  return Buffer.concat([tag, data, Buffer.alloc(type === 15 ? 0 : (8 - (data.length % 8)) % 8)]);
}

const int32 = (...values: number[]) => Buffer.from(Int32Array.from(values).buffer);

function matrix(name: string, data: Float32Array | Float64Array, { shape = [3, 2], flags = 7 } = {}): Buffer {
  // A name of at most four letters is a small element, tag and data in 8 bytes.
  const small = Buffer.concat([Buffer.from([1, 0, name.length, 0]), Buffer.from(name.padEnd(4, "\0"))]);
  const named = name.length <= 4 ? small : element(1, Buffer.from(name));
  const numbers = element(data instanceof Float32Array ? 7 : 9, bytesOf(data));
  return element(14, Buffer.concat([element(6, int32(flags, 0)), element(5, int32(...shape)), named, numbers]));
}

const compressed = (one: Buffer) => element(15, deflateSync(one));

const mat = (...elements: Buffer[]) =>
  Buffer.concat([Buffer.from("MATLAB 5.0 MAT-file".padEnd(124)), Buffer.from([0, 1]), Buffer.from("IM"), ...elements]);

describe("MATLAB level 5", () => {
  const read = async (content: Buffer, variable?: string) => {
    const found = await matlabFeatures(write("vgg_feats.mat", content), variable);
    return { shape: found.shape, rows: await collect(found.rows()) };
  };
  const other = matrix("other", new Float64Array(200), { shape: [20, 10], flags: 6 });

  test("columns of single or double precision, compressed or not, first or after others", async () => {
    const single = matrix("feats", float32);
    const double = matrix("feats", float64, { flags: 6 });
    for (const one of [single, double, compressed(single), compressed(double)]) {
      for (const content of [mat(one), mat(other, one, other), mat(compressed(other), one)]) {
        assert.deepEqual(await read(content), { shape: [3], rows: images });
      }
    }
    assert.deepEqual((await read(mat(matrix("x", float32)), "x")).rows, images);
  });

  test("what cannot be read says why", async () => {
    const refused = (content: Buffer | string) => complaint(() => read(Buffer.from(content)));
    const header = (text: string) => Buffer.from(text.padEnd(200));
    assert.match(
      await refused(header("MATLAB 7.3 MAT-file")),
      /expected, got one of MATLAB 7\.3, which is HDF5 \(save it again with -v7\)$/,
    );
    assert.match(
      await refused(header("PK")),
      /vgg_feats\.mat: a MATLAB file of level 5 expected, got a file of another kind$/,
    );
    assert.match(await refused(mat(other)), /vgg_feats\.mat: a matrix feats expected, got other$/);
    assert.match(await refused(mat()), /a matrix feats expected, got none$/);
    assert.match(
      await refused(mat(matrix("feats", float32, { shape: [1, 2, 3] }))),
      /feats: a matrix \[size, images\] expected, got \[1,2,3\]$/,
    );
    assert.match(
      await refused(mat(matrix("feats", float32, { flags: 7 + 0x800 }))),
      /feats: real numbers of single or double/,
    );
    assert.match(
      await refused(mat(matrix("feats", float32)).subarray(0, 210)),
      /6 more bytes expected at 210, got the end of the file$/,
    );
    const damaged = mat(compressed(matrix("feats", float32)));
    damaged.fill(0xff, 140, 160);
    assert.match(await refused(damaged), /vgg_feats\.mat: a whole MATLAB file expected, got one that is damaged$/);
    assert.match(
      await complaint(() => matlabFeatures("/none.mat")),
      /none\.mat: a whole MATLAB file expected, got no such file$/,
    );
  });
});

test("features of another program become a file of the lab, once each row has its image", async () => {
  const foreign = await numpyFeatures(write("fc7.npy", npy({}, float32)));
  const file = write("fc7.features", "");
  await writeFeatures(file, { backbone: "vgg16", tap: "fc7", shape: foreign.shape }, withIds(foreign, ["one", "two"]));
  const features = openFeatures(file, { shape: [3] });
  assert.deepEqual(features.read("two"), images[1]);
  assert.equal(features.items[0].sha256, null);
  features.close();
  assert.match(
    await complaint(() => collect(withIds(foreign, ["one"]))),
    /fc7\.npy: features of 1 images expected, got 2$/,
  );
});
