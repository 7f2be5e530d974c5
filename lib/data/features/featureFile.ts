import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { expect, LabError } from "../../core/errors";
import { beginFile } from "../../core/writeWhole";
import { unreadable } from "../textFile";

/** What features are: outputs of one layer of one network. */
export interface FeatureKind {
  /** The network and its weights, for example "vgg16-imagenet". */
  readonly backbone: string;
  /** The layer that was read, for example "fc7". */
  readonly tap: string;
  /** Of one image's features, for example [4096] or [196, 512]. */
  readonly shape: readonly number[];
}

/** One image's features, in row-major order. */
export interface Feature {
  readonly id: string;
  /** SHA-256 of the image file, hexadecimal; null where the photograph was not there. */
  readonly sha256: string | null;
  readonly values: Float32Array;
}

/** A file of features, read item by item; close it when it is no longer needed. */
export interface FeatureFile extends FeatureKind {
  readonly file: string;
  readonly items: readonly Omit<Feature, "values">[];
  has(id: string): boolean;
  /** @throws on an image that the file lacks */
  read(id: string): Float32Array;
  /** All items, in the order of the file, one in memory at a time. */
  all(): Generator<Feature>;
  close(): void;
}

/*
 * The file, in little endian: "LABFEAT2", the length of the kind (uint32), the kind (JSON), float32 data item after item,
 * the index (JSON: [id, sha256] of each item), where the index begins (uint64), the SHA-256 of all before it, "LABFEATX".
 */
const magic = { head: "LABFEAT2", tail: "LABFEATX" };
const hashBytes = 32;
const footerBytes = 8 + hashBytes + magic.tail.length;

/** A file that is none of the lab's feature files, or no longer what was written. */
export class NoFeatures extends LabError {
  constructor(file: string, got: string) {
    super(`${file}: a whole feature file of the lab expected, got ${got}`);
  }
}

/** How many numbers an item of a shape has. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/**
 * Writes a feature file, whole or not at all, item by item as they come.
 * @throws where an item has another size than the kind's shape, a value that is no number, or an id that came before
 */
export async function writeFeatures(
  file: string,
  kind: FeatureKind,
  items: AsyncIterable<Feature> | Iterable<Feature>,
): Promise<void> {
  const out = beginFile(file);
  const hash = createHash("sha256");
  const put = (bytes: Uint8Array) => {
    hash.update(bytes);
    out.write(bytes);
  };
  try {
    const header = headerOf(kind);
    put(header);
    const index = new Map<string, string | null>();
    for await (const { id, sha256, values } of items) {
      checkItem(`${file}: item ${index.size} (${id})`, values, { known: index.has(id), shape: kind.shape });
      put(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
      index.set(id, sha256);
    }
    put(Buffer.from(JSON.stringify([...index])));
    const begins = Buffer.alloc(8);
    begins.writeBigUInt64LE(BigInt(header.length + index.size * 4 * sizeOf(kind.shape)));
    put(begins);
    out.write(Buffer.concat([hash.digest(), Buffer.from(magic.tail)]));
    out.finish();
  } finally {
    out.drop();
  }
}

function headerOf({ backbone, tap, shape }: FeatureKind): Buffer {
  const json = Buffer.from(JSON.stringify({ backbone, tap, shape }));
  const start = Buffer.alloc(magic.head.length + 4);
  start.write(magic.head);
  start.writeUInt32LE(json.length, magic.head.length);
  return Buffer.concat([start, json]);
}

function checkItem(
  where: string,
  values: Float32Array,
  { known, shape }: { known: boolean; shape: readonly number[] },
) {
  const size = sizeOf(shape);
  expect(!known, `${where}: an id that has not come yet expected`);
  expect(values.length === size, `${where}: [${shape}], ${size} numbers, expected, got ${values.length}`);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  expect(bad < 0, () => `${where}: numbers expected, got ${values[bad]} at ${bad}`);
}

/**
 * Opens a feature file.
 * @param expected what the reader needs; what is left out may be anything
 * @throws where the file is missing, damaged, or of another kind
 */
export function openFeatures(file: string, expected: Partial<FeatureKind> = {}): FeatureFile {
  const handle = opened(file);
  try {
    const { kind, items, dataStart } = contents(file, handle);
    checkKind(file, kind, expected);
    const bytes = 4 * sizeOf(kind.shape);
    const places = new Map(items.map(({ id }, i) => [id, i]));
    const valuesAt = (i: number) => {
      const values = new Float32Array(bytes / 4);
      readSync(handle, values, 0, bytes, dataStart + i * bytes);
      return values;
    };
    return {
      ...{ file, ...kind, items },
      has: (id) => places.has(id),
      read(id) {
        const place = places.get(id);
        expect(place !== undefined, `${file}: features of image ${id} expected, got ${items.length} other images`);
        return valuesAt(place);
      },
      *all() {
        for (const [i, item] of items.entries()) yield { ...item, values: valuesAt(i) };
      },
      close: () => closeSync(handle),
    };
  } catch (error) {
    closeSync(handle);
    throw error;
  }
}

export function checkKind(file: string, kind: FeatureKind, expected: Partial<FeatureKind>): void {
  for (const name of ["backbone", "tap", "shape"] as const) {
    const [wanted, found] = [expected[name], kind[name]].map((value) => JSON.stringify(value));
    expect(wanted === undefined || wanted === found, `${file}: ${name} ${wanted} expected, got ${found}`);
  }
}

function opened(file: string): number {
  try {
    return openSync(file, "r");
  } catch (error) {
    throw unreadable(file, error, "a feature file");
  }
}

function contents(file: string, handle: number) {
  const size = fstatSync(handle).size;
  const part = (start: number, length: number): Buffer => {
    if (start < 0 || length < 0 || start + length > size) throw new NoFeatures(file, "one that is cut off");
    const bytes = Buffer.alloc(length);
    readSync(handle, bytes, 0, length, start);
    return bytes;
  };
  const head = part(0, magic.head.length + 4);
  if (head.toString("latin1", 0, 8) !== magic.head) throw new NoFeatures(file, "a file of another kind");
  const footer = part(size - footerBytes, footerBytes);
  if (footer.toString("latin1", 8 + hashBytes) !== magic.tail) throw new NoFeatures(file, "one that is cut off");
  if (!hashOfStart(handle, size - footerBytes + 8).equals(footer.subarray(8, 8 + hashBytes)))
    throw new NoFeatures(file, "one that is damaged");
  const dataStart = head.length + head.readUInt32LE(8);
  const dataEnd = Number(footer.readBigUInt64LE());
  const kind: FeatureKind = JSON.parse(part(head.length, dataStart - head.length).toString());
  const index: [string, string | null][] = JSON.parse(part(dataEnd, size - footerBytes - dataEnd).toString());
  return { kind, items: index.map(([id, sha256]) => ({ id, sha256 })), dataStart };
}

/** SHA-256 of the first bytes of a file, a piece in memory at a time. */
function hashOfStart(handle: number, length: number): Buffer {
  const hash = createHash("sha256");
  const piece = Buffer.alloc(Math.min(length, 1 << 20));
  for (let at = 0; at < length; ) {
    const read = readSync(handle, piece, 0, Math.min(piece.length, length - at), at);
    if (read === 0) break;
    hash.update(piece.subarray(0, read));
    at += read;
  }
  return hash.digest();
}
