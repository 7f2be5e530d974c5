import { readFileSync } from "node:fs";
import { expect, LabError } from "../core/errors";
import type { NamedTensors } from "../core/tensors";
import { tf } from "../core/tf";
import { writeWhole } from "../core/writeWhole";

/** What stands before the numbers, by tensor. */
interface Entry {
  readonly dtype: "F32";
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

const lengthBytes = 8;

/**
 * Writes float32 tensors as a safetensors file, whole or not at all: the length of a JSON header, the header, the numbers.
 * Other programs read it, too.
 * @see https://github.com/huggingface/safetensors
 */
export function saveWeights(file: string, tensors: NamedTensors, notes: Readonly<Record<string, string>> = {}): void {
  let offset = 0;
  const entries = Object.entries(tensors).map(([name, { shape, size, dtype }]) => {
    expect(dtype === "float32", `${file}: float32 weights expected, got ${name} of ${dtype}`);
    const from = offset;
    offset += 4 * size;
    return [name, { dtype: "F32", shape, data_offsets: [from, offset] }];
  });
  const text = JSON.stringify({ __metadata__: notes, ...Object.fromEntries(entries) });
  // The numbers begin at a multiple of eight bytes.
  const header = Buffer.from(text.padEnd(Math.ceil(Buffer.byteLength(text) / 8) * 8));
  const length = Buffer.alloc(lengthBytes);
  length.writeBigUInt64LE(BigInt(header.length));
  const values = Object.values(tensors).map((tensor) => {
    const { buffer, byteOffset, byteLength } = tensor.dataSync();
    return Buffer.from(buffer, byteOffset, byteLength);
  });
  writeWhole(file, length, header, ...values);
}

/**
 * The file's tensors, which the caller disposes, and its notes.
 * @param shapes of the tensors that it must hold; others in it are left alone
 * @throws where the file is missing or damaged, or lacks one of them, or has it in another shape
 */
export function loadWeights(file: string, shapes: Readonly<Record<string, readonly number[]>>) {
  const { header, values } = read(file);
  const { __metadata__: notes = {}, ...entries } = header;
  for (const [name, shape] of Object.entries(shapes)) {
    const found = entries[name];
    expect(`${found?.shape}` === `${shape}`, () => {
      const got = found ? `[${found.shape.join(", ")}]` : `none among ${Object.keys(entries).length} tensors`;
      return `${file}: ${name} [${shape.join(", ")}] expected, got ${got}`;
    });
    expect(found.dtype === "F32", `${file}: ${name} of F32 expected, got ${found.dtype}`);
  }
  const tensorOf = ({ shape, data_offsets: [from, to] }: Entry) =>
    tf.tensor(new Float32Array(values.slice(from, to)), [...shape]);
  const tensors = Object.fromEntries(Object.keys(shapes).map((name) => [name, tensorOf(entries[name])]));
  return { tensors: tensors as Record<string, tf.Tensor>, notes: notes as unknown as Record<string, string> };
}

function read(file: string): { header: Record<string, Entry>; values: ArrayBuffer } {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new LabError(`${file}: a file of weights expected, got ${(error as NodeJS.ErrnoException).code}`);
  }
  try {
    const end = lengthBytes + Number(bytes.readBigUInt64LE());
    const header = JSON.parse(bytes.toString("utf8", lengthBytes, end)) as Record<string, Entry>;
    const last = Math.max(...Object.values(header).map(({ data_offsets = [0, 0] }) => data_offsets[1]));
    if (bytes.length !== end + last) throw new Error("cut off");
    return {
      header,
      values: bytes.buffer.slice(bytes.byteOffset + end, bytes.byteOffset + bytes.length) as ArrayBuffer,
    };
  } catch {
    throw new LabError(`${file}: a safetensors file expected, got one that is damaged; delete it to begin anew`);
  }
}
