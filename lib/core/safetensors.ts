import { briefly, expect } from "./errors";
import { type FloatFormat, floatFormats, type WrittenFormat } from "./floatFormats";
import type { NamedTensors } from "./tensors";
import { tf } from "./tf";

/** What a header says of a tensor; its bytes are counted from the header's end. */
interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** A file that has been read. */
export interface Safetensors {
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly metadata: Readonly<Record<string, string>>;
  /** One of them as float32; the caller disposes it. @throws where it is none of floating-point numbers, or one is not finite */
  tensor(name: string): tf.Tensor;
}

const lengthBytes = 8;
const metadataKey = "__metadata__";

/** What a file says besides its tensors, and the format of its numbers. */
export interface SafetensorsOptions {
  readonly metadata?: Readonly<Record<string, string>>;
  readonly format?: WrittenFormat;
}

/**
 * A safetensors file of float32 tensors, part by part: the length of a JSON header, the header, the numbers. Other programs
 * read it, too.
 * @param file its name, for errors
 * @throws on another dtype, and on a number that is not finite, or becomes so in the format
 * @see https://github.com/huggingface/safetensors
 */
export function safetensorsParts(
  file: string,
  tensors: NamedTensors,
  { metadata = {}, format = "F32" }: SafetensorsOptions = {},
): Uint8Array[] {
  const { bytes, write, read } = floatFormats[format];
  const entries: Record<string, Entry> = {};
  const values: Uint8Array[] = [];
  let offset = 0;
  for (const [name, tensor] of Object.entries(tensors)) {
    expect(
      name !== metadataKey,
      `${file}: a name of a tensor expected, got ${metadataKey}, which a header keeps for notes`,
    );
    expect(tensor.dtype === "float32", `${file}: float32 weights expected, got ${name} of ${tensor.dtype}`);
    const numbers = tensor.dataSync<"float32">();
    const view = new DataView(new ArrayBuffer(numbers.length * bytes));
    numbers.forEach((number, i) => {
      write(view, i * bytes, number);
    });
    expectFinite(
      `${file}: ${name}`,
      numbers.map((_, i) => read(view, i * bytes)),
    );
    values.push(new Uint8Array(view.buffer));
    entries[name] = { dtype: format, shape: tensor.shape, data_offsets: [offset, offset + view.byteLength] };
    offset += view.byteLength;
  }
  // The numbers begin at a multiple of eight bytes: characters outside ASCII take several.
  const text = new TextEncoder().encode(JSON.stringify({ [metadataKey]: metadata, ...entries }));
  const header = new Uint8Array(Math.ceil(text.length / 8) * 8).fill(0x20);
  header.set(text);
  const length = new DataView(new ArrayBuffer(lengthBytes));
  length.setBigUint64(0, BigInt(header.length), true);
  return [new Uint8Array(length.buffer), header, ...values];
}

/**
 * Looks into the bytes of a safetensors file.
 * @param file its name, for errors
 * @throws where they are none: what was expected, and got, and where
 */
export function parseSafetensors(file: string, bytes: Uint8Array): Safetensors {
  const { metadata, entries, end } = headerOf(file, bytes);
  expectCovered(file, Object.entries(entries), bytes.length - end);
  return {
    metadata,
    shapes: Object.fromEntries(Object.entries(entries).map(([name, { shape }]) => [name, shape])),
    tensor(name) {
      const { dtype, shape, data_offsets } = entries[name];
      const kinds = Object.keys(floatFormats).join(", ");
      expect(Object.hasOwn(floatFormats, dtype), `${file}: ${name}: one of ${kinds} expected, got ${dtype}`);
      const format = floatFormats[dtype as FloatFormat];
      const [size, got] = [tf.util.sizeFromShape([...shape]), data_offsets[1] - data_offsets[0]];
      const wanted = `${size * format.bytes} bytes, as ${dtype} [${shape.join(", ")}] has,`;
      expect(got === size * format.bytes, `${file}: ${name}: ${wanted} expected, got ${got}`);
      const view = new DataView(bytes.buffer, bytes.byteOffset + end + data_offsets[0], got);
      const values = new Float32Array(size);
      for (let i = 0; i < size; i++) values[i] = format.read(view, i * format.bytes);
      expectFinite(`${file}: ${name}`, values);
      return tf.tensor(values, [...shape]);
    },
  };
}

function headerOf(file: string, bytes: Uint8Array) {
  const expected = `${file}: a safetensors file expected`;
  const advice = "; safetensors.torch.save_file(model.state_dict(), file) writes one";
  expect(!(bytes[0] === 0x50 && bytes[1] === 0x4b), `${expected}, got an archive, such as torch.save writes${advice}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const size = bytes.length < lengthBytes ? undefined : Number(view.getBigUint64(0, true));
  expect(
    size !== undefined,
    `${expected}, which begins with a length in ${lengthBytes} bytes, got ${bytes.length} bytes`,
  );
  const end = lengthBytes + size;
  expect(end <= bytes.length, () => {
    const rest = bytes.length - lengthBytes;
    return `${expected}, with a header of ${size} bytes after the first ${lengthBytes} as these say, got ${rest} bytes`;
  });
  const { [metadataKey]: metadata = {}, ...entries } = parsed(
    expected,
    new TextDecoder().decode(bytes.subarray(lengthBytes, end)),
  );
  const texts = isRecord(metadata) && Object.values(metadata).every((value) => typeof value === "string");
  expect(texts, `${expected}, with texts by name as ${metadataKey}, got ${told(metadata)}`);
  for (const [name, entry] of Object.entries(entries)) {
    const wanted = `${expected}, with dtype, shape and data_offsets of ${name}`;
    expect(isEntry(entry), () => `${wanted}, got ${told(entry)}`);
  }
  return { metadata: metadata as Record<string, string>, entries: entries as Record<string, Entry>, end };
}

function parsed(expected: string, header: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(header);
  } catch {
    // told below
  }
  expect(isRecord(value), () => `${expected}, with a header in JSON, got one that begins with ${told(header)}`);
  return value;
}

/** As safetensors has it, the tensors lie one behind the other to the file's end. */
function expectCovered(file: string, entries: readonly (readonly [string, Entry])[], length: number): void {
  let at = 0;
  const places = entries.map(([name, { data_offsets }]) => [name, ...data_offsets] as const);
  for (const [name, from, to] of places.sort((a, b) => a[1] - b[1] || a[2] - b[2])) {
    expect(
      from === at,
      `${file}: the numbers of ${name} from byte ${at} on, where those before end, expected, got ${from}`,
    );
    at = to;
  }
  expect(
    at === length,
    `${file}: ${at} bytes of numbers after the header, as its tensors take, expected, got ${length}`,
  );
}

function expectFinite(where: string, values: Float32Array): void {
  const bad = values.findIndex((value) => !Number.isFinite(value));
  expect(bad < 0, () => `${where}: finite numbers expected, got ${values[bad]} at ${bad}`);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isEntry = (value: unknown): value is Entry => {
  const { dtype, shape, data_offsets: offsets } = (isRecord(value) ? value : {}) as Partial<Entry>;
  const areCounts = (list: unknown): list is number[] =>
    Array.isArray(list) && list.every((n) => Number.isSafeInteger(n) && n >= 0);
  return (
    typeof dtype === "string" &&
    areCounts(shape) &&
    areCounts(offsets) &&
    offsets.length === 2 &&
    offsets[0] <= offsets[1]
  );
};

/** As much of a value as a sentence has room for, however deep it is. */
function told(value: unknown): string {
  if (!isRecord(value)) return briefly(value);
  const parts = Object.entries(value).map(([name, part]) => `${name}: ${briefly(part)}`);
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`.slice(0, 80);
}
