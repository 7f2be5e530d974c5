import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createInflate } from "node:zlib";
import { expect, LabError } from "../../core/errors";
import { unreadable } from "../textFile";
import { ByteReader, type FeatureMatrix, rowsOfNumbers } from "./matrix";

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
  const found = await inLabsWords(file, () => find(file, variable));
  await found.reader.close();
  const { count, size, bytes } = found;
  return {
    ...{ file, count, shape: [size] },
    async *rows() {
      const { reader } = await find(file, variable);
      try {
        yield* rowsOfNumbers(reader, { count, size, bytes });
      } catch (error) {
        throw inWords(file, error);
      } finally {
        await reader.close();
      }
    },
  };
}

/** A reader that stands at the first number of the matrix. */
async function find(file: string, variable: string) {
  const reader = new ByteReader(file, createReadStream(file));
  const header = await reader.take(128);
  const title = header.toString("latin1", 0, 10);
  expect(title === "MATLAB 5.0", () => `${file}: a MATLAB file of level 5 expected, got ${otherFormat(header)}`);
  expect(header.toString("latin1", 126) === "IM", `${file}: little-endian numbers expected, got others`);
  const names: string[] = [];
  while (!(await reader.atEnd())) {
    const { type, length } = await tag(reader);
    const end = reader.position + length;
    const inside = type === types.compressed ? inflated(file, { start: reader.position, end }) : reader;
    if (type === types.compressed) await tag(inside);
    if (type === types.compressed || type === types.matrix) {
      const matrix = await matrixHeader(inside);
      if (matrix.name === variable) {
        if (inside !== reader) await reader.close();
        return { reader: inside, ...numbersOf(`${file}: ${variable}`, matrix) };
      }
      names.push(matrix.name);
    }
    if (inside !== reader) await inside.close();
    await reader.skip(end - reader.position);
  }
  await reader.close();
  throw new LabError(`${file}: a matrix ${variable} expected, got ${names.join(", ") || "none"}`);
}

function inflated(file: string, { start, end }: { start: number; end: number }): ByteReader {
  const inflate = createInflate();
  pipeline(createReadStream(file, { start, end: end - 1 }), inflate, () => {});
  return new ByteReader(file, inflate);
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

function numbersOf(where: string, { type, complex, shape }: Awaited<ReturnType<typeof matrixHeader>>) {
  expect(shape.length === 2, `${where}: a matrix [size, images] expected, got [${shape}]`);
  const real = !complex && (type === types.single || type === types.double);
  expect(real, `${where}: real numbers of single or double precision expected, got others`);
  return { size: shape[0], count: shape[1], bytes: type === types.single ? 4 : 8 } as const;
}

function otherFormat(header: Buffer): string {
  const title = header.toString("latin1", 0, 10);
  const hdf5 = title === "MATLAB 7.3" || title.startsWith("\x89HDF");
  return hdf5 ? "one of MATLAB 7.3, which is HDF5 (save it again with -v7)" : "a file of another kind";
}

async function inLabsWords<T>(file: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw inWords(file, error);
  }
}

function inWords(file: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code?.startsWith("Z_")) return new LabError(`${file}: a whole MATLAB file expected, got one that is damaged`);
  return code ? unreadable(file, error, "a MATLAB file") : error;
}
