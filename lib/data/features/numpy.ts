import { createReadStream } from "node:fs";
import { expect } from "../../core/errors";
import { ByteReader, type FeatureMatrix, featureMatrix } from "./matrix";

/**
 * A `.npy` file of features [N, …], one image a row, or [D, N] in Fortran's order, which is the same bytes.
 * @throws where the file is missing, cut off, no `.npy`, or not of little-endian float32 or float64
 * @see numpy.lib.format
 */
export async function numpyFeatures(file: string): Promise<FeatureMatrix> {
  const reader = readFrom(file);
  try {
    const { bytes, shape, start } = await readHeader(reader, file);
    const [count, ...item] = shape;
    return featureMatrix({ file, count, shape: item }, { bytes, open: async () => readFrom(file, start) });
  } finally {
    await reader.close();
  }
}

const readFrom = (file: string, start = 0): ByteReader =>
  new ByteReader({ file, kind: "a .npy file", stream: createReadStream(file, { start }), start });

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
