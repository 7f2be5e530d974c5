import { createReadStream } from "node:fs";
import { expect } from "../../core/errors";
import { unreadable } from "../textFile";
import { sizeOf } from "./featureFile";
import { ByteReader, type FeatureMatrix, rowsOfNumbers } from "./matrix";

/**
 * A `.npy` file of features [N, …], one image a row, or [D, N] in Fortran's order, which is the same bytes.
 * @throws where the file is missing, cut off, no `.npy`, or not of little-endian float32 or float64
 * @see numpy.lib.format
 */
export async function numpyFeatures(file: string): Promise<FeatureMatrix> {
  const { bytes, shape, start } = await withReader(file, 0, readHeader);
  const [count, ...item] = shape;
  return {
    ...{ file, count, shape: item },
    async *rows() {
      const reader = readFrom(file, start);
      try {
        yield* rowsOfNumbers(reader, { count, size: sizeOf(item), bytes });
      } catch (error) {
        throw described(file, error);
      } finally {
        await reader.close();
      }
    },
  };
}

async function readHeader(reader: ByteReader, file: string) {
  const magic = await reader.take(8);
  expect(magic.toString("latin1", 0, 6) === "\x93NUMPY", `${file}: a .npy file expected, got a file of another kind`);
  const length = magic[6] === 1 ? (await reader.take(2)).readUInt16LE() : (await reader.take(4)).readUInt32LE();
  const header = (await reader.take(length)).toString("latin1");
  const type = /'descr':\s*'([^']*)'/.exec(header)?.[1] ?? "another";
  expect(type === "<f4" || type === "<f8", `${file}: numbers of type <f4 or <f8 expected, got ${type}`);
  const sizes =
    /'shape':\s*\(([\d,\s]*)\)/
      .exec(header)?.[1]
      .split(",")
      .filter((size) => size.trim()) ?? [];
  const fortran = /'fortran_order':\s*True/.test(header);
  expect(
    sizes.length >= 2 && (!fortran || sizes.length === 2),
    `${file}: [images, …] in C order, or [size, images] in Fortran order, expected, got ${header.trim()}`,
  );
  const shape = sizes.map(Number);
  return { bytes: type === "<f4" ? 4 : 8, shape: fortran ? shape.reverse() : shape, start: reader.position } as const;
}

const readFrom = (file: string, start: number) => new ByteReader(file, createReadStream(file, { start }), start);

/** What `read` finds from a place of the file on; the rest is not read. */
async function withReader<T>(file: string, start: number, read: (reader: ByteReader, file: string) => Promise<T>) {
  const reader = readFrom(file, start);
  try {
    return await read(reader, file);
  } catch (error) {
    throw described(file, error);
  } finally {
    await reader.close();
  }
}

/** An error of the file system in the lab's words. */
const described = (file: string, error: unknown): unknown =>
  (error as NodeJS.ErrnoException).code ? unreadable(file, error, "a .npy file") : error;
