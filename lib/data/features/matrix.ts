import { expect } from "../../core/errors";
import type { Feature } from "./featureFile";

/** The features of many images in one file of another program, read image by image. It does not say which images. */
export interface FeatureMatrix {
  readonly file: string;
  readonly count: number;
  /** Of one image's features. */
  readonly shape: readonly number[];
  rows(): AsyncGenerator<Float32Array>;
}

/**
 * Gives each row its image, in order, as `writeFeatures` takes them.
 * @throws where there are not as many ids as rows
 */
export async function* withIds(matrix: FeatureMatrix, ids: readonly string[]): AsyncGenerator<Feature> {
  const { file, count } = matrix;
  expect(ids.length === count, `${file}: features of ${ids.length} images expected, got ${count}`);
  let i = 0;
  for await (const values of matrix.rows()) yield { id: ids[i++], sha256: null, values };
}

/** Bytes of a stream, as many at a time as are asked for. */
export class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  readonly #file: string;
  #rest: Buffer = Buffer.alloc(0);
  /** Where the next byte stands. */
  position: number;

  constructor(file: string, source: AsyncIterable<Buffer>, start = 0) {
    this.#file = file;
    this.position = start;
    this.#source = source[Symbol.asyncIterator]();
  }

  /** @throws where the stream ends before */
  async take(length: number): Promise<Buffer> {
    const parts = [this.#rest];
    for (let have = this.#rest.length; have < length; ) {
      const { value, done } = await this.#source.next();
      expect(
        !done,
        `${this.#file}: ${length - have} more bytes expected at ${this.position + have}, got the end of the file`,
      );
      parts.push(value);
      have += value.length;
    }
    const all = parts.length === 1 ? parts[0] : Buffer.concat(parts);
    this.#rest = all.subarray(length);
    this.position += length;
    return all.subarray(0, length);
  }

  async atEnd(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const { value, done } = await this.#source.next();
      if (done) return true;
      this.#rest = value;
    }
    return false;
  }

  async skip(length: number): Promise<void> {
    for (let left = length; left > 0; left -= 65536) await this.take(Math.min(left, 65536));
  }

  async close(): Promise<void> {
    await this.#source.return?.();
  }
}

/** `count` rows of little-endian numbers that stand one after the other. */
export async function* rowsOfNumbers(
  reader: ByteReader,
  { count, size, bytes }: { count: number; size: number; bytes: 4 | 8 },
): AsyncGenerator<Float32Array> {
  for (let row = 0; row < count; row++) {
    const data = await reader.take(size * bytes);
    const copy = data.buffer.slice(data.byteOffset, data.byteOffset + data.length);
    yield bytes === 4 ? new Float32Array(copy) : Float32Array.from(new Float64Array(copy));
  }
}
