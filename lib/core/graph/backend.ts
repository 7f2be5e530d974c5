import { tf } from "../tf";

/** A native tensor: TensorFlow's own dtype number, and an id that is never used twice. */
export interface NativeTensor {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

/** An attribute of a native operation; `type` is one of the binding's TF_ATTR_ numbers. */
export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** What tfjs-node's C++ part offers. */
export interface Binding {
  createTensor(shape: number[], dtype: number, values: ArrayBufferView): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array | Int32Array | Uint8Array;
  executeOp(name: string, attributes: readonly Attribute[], inputs: readonly number[], outputs: number): NativeTensor[];
  loadSavedModel(directory: string, tags: string): number;
  runSavedModel(model: number, inputs: readonly number[], feeds: string, fetches: string): NativeTensor[];
  deleteSavedModel(model: number): void;
  getNumOfSavedModels(): number;
  readonly TF_Version: string;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
}

/** tfjs-node's record of a tensor: values that wait to be uploaded, or the id of the native tensor. */
interface TensorRecord {
  id: number;
  values: unknown;
  readonly dtype: number;
  /** Ours: the buffer belongs to TensorFlow, not to JavaScript. */
  native?: boolean;
}

/** tfjs-node's backend, with the parts that its types keep private. */
export interface Backend {
  binding: Binding;
  readonly tensorMap: { get(dataId: object): TensorRecord };
  getInputTensorIds(tensors: readonly tf.TensorInfo[]): number[];
  read(dataId: object): Promise<unknown>;
  readSync(dataId: object): unknown;
  createOutputTensor(native: NativeTensor): tf.Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly tf.TensorInfo[],
    outputs: number,
  ): tf.Tensor[];
}

export const backend = (): Backend => tf.backend() as unknown as Backend;

/** TensorFlow's numbers for the dtypes that a graph may be fed with. */
export const dtypes = { float32: 1, int32: 3, int64: 9, bool: 10 } as const;

/**
 * The native id of a tensor whose buffer TensorFlow owns, made in place where it was still JavaScript's: after a session
 * has run, an executor's thread may drop the last reference to what it was fed with, and may not release JavaScript's memory.
 */
export function nativeId(tensor: tf.TensorInfo): number {
  const record = backend().tensorMap.get(tensor.dataId);
  if (!record.native) {
    const [id] = backend().getInputTensorIds([tensor]);
    record.id = deepCopy(id, record.dtype).id;
    record.native = true;
    backend().binding.deleteTensor(id);
  }
  return record.id;
}

function deepCopy(id: number, dtype: number): NativeTensor {
  const { binding } = backend();
  return binding.executeOp("DeepCopy", [{ name: "T", type: binding.TF_ATTR_TYPE, value: dtype }], [id], 1)[0];
}

/** What a session computed, as a tensor of tfjs's that the current tidy scope tracks. */
export function adopt(native: NativeTensor): tf.Tensor {
  const tensor = backend().createOutputTensor(native);
  backend().tensorMap.get(tensor.dataId).native = true;
  return tensor;
}

/** Those of the fetched that are asked for: each a tensor of its own, also where one is asked for twice. */
export function adoptAll(fetched: readonly NativeTensor[], which: readonly number[]): tf.Tensor[] {
  const adopted = new Map<number, tf.Tensor>();
  return which.map((i) => {
    const known = adopted.get(i);
    if (known) return known.clone();
    const tensor = adopt(fetched[i]);
    adopted.set(i, tensor);
    return tensor;
  });
}
