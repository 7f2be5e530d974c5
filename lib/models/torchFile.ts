import { readFileSync, statSync } from "node:fs";
import { expect, LabError } from "../core/errors";
import { floatFormats } from "../core/floatFormats";
import { nameOf, type Unpickling, unpickled } from "./unpickled";
import { unzipped, zipNames } from "./unzipped";

/** A tensor of such a file. */
export interface TorchTensor {
  readonly shape: readonly number[];
  /** In the order of its axes, the last one fastest. */
  values(): Float32Array;
}

/** The numbers that tensors are views of: `bytes` is known once the file is read to its end. */
interface Storage {
  readonly key: string;
  readonly type: string;
  readonly length: number;
  bytes?: Buffer;
}

const formats: Readonly<Record<string, keyof typeof floatFormats>> = {
  "torch.FloatStorage": "F32",
  "torch.HalfStorage": "F16",
  "torch.BFloat16Storage": "BF16",
  "torch.DoubleStorage": "F64",
};
const integers: Readonly<Record<string, number>> = {
  ...{ "torch.LongStorage": 8, "torch.IntStorage": 4, "torch.ShortStorage": 2 },
  ...{ "torch.CharStorage": 1, "torch.ByteStorage": 1, "torch.BoolStorage": 1 },
};
const magic = Buffer.from([0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19]);

/**
 * The floating-point tensors of what `torch.save` wrote of a state_dict, in either of its two formats, by their names. The pickle
 * in it runs no code: whatever is not a tensor or a dictionary is refused.
 * @throws where there is no such file, or it holds something else or is damaged
 * @see https://docs.pytorch.org/docs/stable/notes/serialization.html
 */
export function readTorch(file: string): ReadonlyMap<string, TorchTensor> {
  const exists = statSync(file, { throwIfNoEntry: false })?.isFile() === true;
  expect(exists, () => `${file}: a file of torch.save (.pth, .pt) expected, got no such file`);
  try {
    const bytes = readFileSync(file);
    const state = bytes.subarray(0, magic.length).equals(magic) ? readStream(bytes) : readZip(bytes);
    return tensorsOf(state);
  } catch (error) {
    throw new LabError(`${file}: a state_dict that torch.save wrote expected, got ${(error as Error).message}`);
  }
}

/**
 * The values of one of them.
 * @throws where it is not there or has another shape
 */
export function torchValues(tensors: ReadonlyMap<string, TorchTensor>, of: WantedTensor): Float32Array {
  const { file, name, shape } = of;
  const tensor = tensors.get(name);
  const got = tensor ? `[${tensor.shape.join(", ")}]` : "none";
  expect(`${tensor?.shape}` === `${shape}`, () => `${file}: ${name} [${shape.join(", ")}] expected, got ${got}`);
  return (tensor as TorchTensor).values();
}

interface WantedTensor {
  readonly file: string;
  readonly name: string;
  readonly shape: readonly number[];
}

/** Since PyTorch 1.6: a zip of the pickle and of one file for each storage. */
function readZip(bytes: Buffer): unknown {
  const pickle = zipNames(bytes).find((name) => name.endsWith("/data.pkl"));
  if (!pickle) throw new Error("a zip without data.pkl");
  const folder = pickle.slice(0, -"data.pkl".length);
  const storages = new Map<string, Storage>();
  const { value } = unpickled(unzipped(bytes, pickle), 0, reading(storages));
  for (const storage of storages.values()) storage.bytes = unzipped(bytes, `${folder}data/${storage.key}`);
  return value;
}

/** Before: four pickles, the names of the storages, and the storages, each after its length. */
function readStream(bytes: Buffer): unknown {
  const storages = new Map<string, Storage>();
  const next = (from: number) => unpickled(bytes, from, reading(storages));
  const [, , , { value }, { value: keys, end }] = [0, 1, 2, 3, 4].reduce(
    (read: ReturnType<typeof next>[]) => [...read, next(read.at(-1)?.end ?? 0)],
    [],
  );
  let at = end;
  for (const key of keys as readonly string[]) {
    const storage = storages.get(key);
    if (!storage) throw new Error(`a storage ${key} that no tensor has`);
    const from = at + 8;
    at = from + storage.length * bytesOf(storage);
    if (at > bytes.length || Number(bytes.readBigInt64LE(from - 8)) !== storage.length)
      throw new Error("a damaged file");
    storage.bytes = bytes.subarray(from, at);
  }
  return value;
}

const bytesOf = ({ type }: Storage): number => {
  const format = formats[type];
  const bytes = format ? floatFormats[format].bytes : integers[type];
  if (bytes === undefined) throw new Error(`numbers of the type ${type}`);
  return bytes;
};

const reading = (storages: Map<string, Storage>): Unpickling => ({
  call(name, values) {
    if (name === "collections.OrderedDict") return new Map();
    if (name !== "torch._utils._rebuild_tensor_v2") throw new Error(`an object of ${name}`);
    const [storage, offset, shape, strides] = values as [Storage, number, number[], number[]];
    return new View(storage, offset, shape, strides);
  },
  outside(reference) {
    const [kind, type, key, , length] = reference as [string, unknown, string, string, number];
    if (kind !== "storage") throw new Error(`a reference to a ${kind}`);
    const known = storages.get(key) ?? { key, type: nameOf(type) ?? "", length };
    storages.set(key, known);
    return known;
  },
});

/** A tensor as it lies in its storage. */
class View {
  constructor(
    readonly storage: Storage,
    readonly offset: number,
    readonly shape: readonly number[],
    /** By axis: how many numbers lie between one index and the next. */
    readonly strides: readonly number[],
  ) {}

  get size(): number {
    return this.shape.reduce((product, side) => product * side, 1);
  }

  /** Whether all of it lies in the storage. */
  get isWithin(): boolean {
    const { storage, offset, shape, strides, size } = this;
    const furthest = shape.reduce((sum, side, axis) => sum + (side - 1) * strides[axis], offset);
    const areCounts = [offset, ...shape, ...strides].every((one) => Number.isSafeInteger(one) && one >= 0);
    return areCounts && (size === 0 || (furthest + 1) * bytesOf(storage) <= (storage.bytes?.length ?? 0));
  }

  values(): Float32Array {
    const { storage, offset, shape, strides, size } = this;
    const bytes = storage.bytes as Buffer;
    const format = floatFormats[formats[storage.type]];
    const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const index = shape.map(() => 0);
    let place = offset;
    return Float32Array.from({ length: size }, () => {
      const value = format.read(data, place * format.bytes);
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        place += strides[axis];
        if (++index[axis] < shape[axis]) break;
        place -= index[axis] * strides[axis];
        index[axis] = 0;
      }
      return value;
    });
  }
}

/** The state itself, or what a checkpoint keeps under "state_dict" or "model"; counters of batches, and masks, are no weights. */
function tensorsOf(state: unknown): Map<string, TorchTensor> {
  const outer = state instanceof Map ? state : new Map();
  const inner = [outer.get("state_dict"), outer.get("model"), outer].find((one) => one instanceof Map);
  const views = [...(inner as Map<string, unknown>)].filter(
    (entry): entry is [string, View] => entry[1] instanceof View,
  );
  for (const [name, view] of views) if (!view.isWithin) throw new Error(`a tensor ${name} beyond its storage`);
  const weights = views.filter(([, { storage }]) => formats[storage.type]);
  if (weights.length === 0) throw new Error("no tensors of weights");
  return new Map(weights.map(([name, view]) => [name, { shape: view.shape, values: () => view.values() }]));
}
