import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createInflate } from "node:zlib";
import { expect, LabError } from "../../core/errors";
import { ByteReader, type FeatureMatrix, featureMatrix } from "./matrix";

/*
 * The parts of MATLAB's level 5 format that a matrix of features needs: after 128 bytes of header, elements with a tag
 * of type and length each. A matrix has flags, sizes, a name and its numbers, column after column; it may be compressed.
 */
const types = { single: 7, double: 9, matrix: 14, compressed: 15 };

/**
 * A matrix [D, N] of a MATLAB file, one image a column, such as `feats` in Karpathy's `vgg_feats.mat` (D = 4096, fc7).
 * @throws where the file is missing, cut off or of MATLAB 7.3 (HDF5), or has no such matrix of real numbers
 * @see MathWorks, MAT-File Format, level 5
 */
export async function matlabFeatures(file: string, variable = "feats"): Promise<FeatureMatrix> {
  const { reader, matrix } = await find(file, variable);
  await reader.close();
  const { type, complex, shape } = matrix;
  const where = `${file}: ${variable}`;
  expect(shape.length === 2, `${where}: a matrix [size, images] expected, got [${shape}]`);
  const real = !complex && (type === types.single || type === types.double);
  expect(real, `${where}: real numbers of single or double precision expected, got others`);
  return featureMatrix(
    { file, count: shape[1], shape: [shape[0]] },
    { bytes: type === types.single ? 4 : 8, open: async () => (await find(file, variable)).reader },
  );
}

/** The matrix of a name, and a reader that stands at its first number. */
async function find(file: string, variable: string) {
  const outer = new ByteReader({ file, kind, stream: createReadStream(file) });
  let inner = outer;
  try {
    await checkHeader(file, outer);
    const names: string[] = [];
    while (!(await outer.atEnd())) {
      const { type, length } = await tag(outer);
      const end = outer.position + length;
      if (type === types.compressed) {
        inner = inflated(file, { start: outer.position, end });
        await tag(inner);
      }
      if (type === types.compressed || type === types.matrix) {
        const matrix = await matrixHeader(inner);
        if (matrix.name === variable) {
          if (inner !== outer) await outer.close();
          return { reader: inner, matrix };
        }
        names.push(matrix.name);
      }
      if (inner !== outer) await inner.close();
      inner = outer;
      await outer.skip(end - outer.position);
    }
    throw new LabError(`${file}: a matrix ${variable} expected, got ${names.join(", ") || "none"}`);
  } catch (error) {
    await Promise.all([inner.close(), outer.close()]);
    throw error;
  }
}

const kind = "a whole MATLAB file";

async function checkHeader(file: string, reader: ByteReader): Promise<void> {
  const header = await reader.take(128);
  const title = header.toString("latin1", 0, 10);
  const hdf5 = title === "MATLAB 7.3" || title.startsWith("\x89HDF");
  const got = hdf5 ? "one of MATLAB 7.3, which is HDF5 (save it again with -v7)" : "a file of another kind";
  expect(title === "MATLAB 5.0", `${file}: a MATLAB file of level 5 expected, got ${got}`);
  expect(header.toString("latin1", 126) === "IM", `${file}: little-endian numbers expected, got others`);
}

function inflated(file: string, { start, end }: { start: number; end: number }): ByteReader {
  const stream = createInflate();
  pipeline(createReadStream(file, { start, end: end - 1 }), stream, () => {});
  return new ByteReader({ file, kind, stream });
}

/** A tag of 8 bytes; in a small element, these 8 bytes are all of it. */
async function tag(reader: ByteReader): Promise<{ type: number; length: number; data?: Buffer }> {
  const bytes = await reader.take(8);
  const small = bytes.readUInt16LE(2);
  if (small > 0) return { type: bytes.readUInt16LE(0), length: small, data: bytes.subarray(4, 4 + small) };
  return { type: bytes.readUInt32LE(0), length: bytes.readUInt32LE(4) };
}

async function element(reader: ByteReader): Promise<Buffer> {
  const { length, data } = await tag(reader);
  if (data) return data;
  const bytes = await reader.take(length);
  await reader.skip((8 - (length % 8)) % 8);
  return bytes;
}

async function matrixHeader(reader: ByteReader) {
  const flags = (await element(reader)).readUInt32LE();
  const sizes = await element(reader);
  const name = (await element(reader)).toString("latin1");
  const { type } = await tag(reader);
  const complex = (flags & 0x0800) !== 0;
  return { name, type, complex, shape: Array.from({ length: sizes.length / 4 }, (_, i) => sizes.readInt32LE(4 * i)) };
}
