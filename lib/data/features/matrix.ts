import { expect, LabError } from "../../core/errors";
import { unreadable } from "../textFile";
import { type Feature, sizeOf } from "./featureFile";

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

/** A matrix whose numbers, little-endian and `bytes` long, stand image after image from where `open` begins to read. */
export function featureMatrix(
  matrix: Omit<FeatureMatrix, "rows">,
  { bytes, open }: { bytes: 4 | 8; open: () => Promise<ByteReader> },
): FeatureMatrix {
  const length = sizeOf(matrix.shape) * bytes;
  return {
    ...matrix,
    async *rows() {
      const reader = await open();
      try {
        for (let row = 0; row < matrix.count; row++) {
          const data = new Uint8Array(await reader.take(length)).buffer;
          yield bytes === 4 ? new Float32Array(data) : Float32Array.from(new Float64Array(data));
        }
      } finally {
        await reader.close();
      }
    },
  };
}

export interface ByteSource {
  readonly file: string;
  /** What the file is, for example "a .npy file". */
  readonly kind: string;
  readonly stream: AsyncIterable<Buffer>;
  /** Where in the file the stream begins. */
  readonly start?: number;
}

/** The bytes of a file, as many at a time as are asked for. Close it when it is no longer needed. */
export class ByteReader {
  readonly #file: string;
  readonly #kind: string;
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);
  /** Where the next byte stands. */
  position: number;

  constructor({ file, kind, stream, start = 0 }: ByteSource) {
    this.#file = file;
    this.#kind = kind;
    this.#chunks = stream[Symbol.asyncIterator]();
    this.position = start;
  }

  /** @throws where the file ends before, or cannot be read */
  async take(length: number): Promise<Buffer> {
    const parts = [this.#rest];
    for (let have = this.#rest.length; have < length; ) {
      const chunk = await this.#next();
      expect(
        chunk !== undefined,
        `${this.#file}: ${length - have} more bytes expected at ${this.position + have}, got the end of the file`,
      );
      parts.push(chunk);
      have += chunk.length;
    }
    const all = parts.length === 1 ? parts[0] : Buffer.concat(parts);
    this.#rest = all.subarray(length);
    this.position += length;
    return all.subarray(0, length);
  }

  async skip(length: number): Promise<void> {
    for (let left = length; left > 0; left -= 65536) await this.take(Math.min(left, 65536));
  }

  async atEnd(): Promise<boolean> {
    if (this.#rest.length === 0) this.#rest = (await this.#next()) ?? this.#rest;
    return this.#rest.length === 0;
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #next(): Promise<Buffer | undefined> {
    try {
      const { value, done } = await this.#chunks.next();
      return done ? undefined : value;
    } catch (error) {
      const damaged = (error as NodeJS.ErrnoException).code?.startsWith("Z_");
      if (damaged) throw new LabError(`${this.#file}: ${this.#kind} expected, got one that is damaged`);
      throw unreadable(this.#file, error, this.#kind);
    }
  }
}
