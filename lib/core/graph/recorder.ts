import { LabError } from "../errors";
import { tf } from "../tf";
import type { Flat } from "../tree";
import { type Attribute, type Binding, backend, type NativeTensor, nativeCopy, nativeId } from "./backend";
import type { Port } from "./functionDef";
import { Graph } from "./graph";
import type { Inner } from "./inner";

/** These draw from a state of TensorFlow's own: not from a key, and not the same in a graph as outside of it. */
const stateful =
  /^(Multinomial|RandomUniform|RandomStandardNormal|RandomGamma|RandomPoisson|RandomShuffle|TruncatedNormal)/;

/** Stands between tfjs and its binding, and writes each operation that passes into a graph. */
export class Recorder {
  readonly graph = new Graph();
  /** What takes the native binding's place. */
  readonly binding: RecordingBinding;
  readonly native: Binding;
  /** The compiled functions that are called while this records, by function and form of arguments. */
  readonly inner = new Map<unknown, Map<string, InnerCall>>();
  /** The recorder in whose function this one records another. */
  readonly #outer?: Recorder;
  /** By native id: the node, or how to add it once something needs it. */
  readonly #nodes = new Map<number, string | (() => string)>();
  /** Of tensors that depend on what is fed: their values are only the trace's. */
  readonly #varying = new Set<number>();
  readonly #borrowed: Borrowed[] = [];

  constructor(native: Binding, outer?: Recorder) {
    this.native = native;
    this.#outer = outer;
    // The binding's own properties cannot be assigned to.
    this.binding = Object.create(native, {
      recorder: { value: this },
      createTensor: { value: this.#createTensor.bind(this) },
      executeOp: { value: this.#executeOp.bind(this) },
      tensorDataSync: { value: this.#tensorDataSync.bind(this) },
    });
  }

  /** A copy that stands for what the graph is fed with; it shares its native tensor with nothing else. */
  feed(tensor: tf.Tensor): tf.Tensor {
    const copy = tf.keep(this.unrecorded(() => nativeCopy(tensor)));
    this.#stand(nativeId(copy), copy);
    return copy;
  }

  /** An operation is given a tensor that is neither fed nor computed: the outer graph's, or else a constant. */
  capture(id: number, tensor: tf.TensorInfo): void {
    if (this.#nodes.has(id)) return;
    const outer = this.#outer;
    outer?.capture(id, tensor);
    if (outer?.varies(id)) {
      this.#stand(id, tensor);
      this.#borrowed.push({ id, tensor });
    } else {
      this.#nodes.set(id, () => this.graph.constant(dtypeOf(tensor), tensor.shape, this.native.tensorDataSync(id)));
    }
  }

  /** What was taken from the outer graph, and the placeholders here. */
  borrowed(): readonly (Borrowed & Port)[] {
    return this.#borrowed.flatMap((one) => {
      const port = this.#port(one.id, one.tensor);
      return port ? [{ ...one, ...port }] : [];
    });
  }

  /** The placeholder of what is fed, if anything depends on it. */
  placeholder(tensor: tf.TensorInfo): Port | undefined {
    return this.#port(nativeId(tensor), tensor);
  }

  /** A node of its own for a result: what is fed cannot be fetched, and a node only once. */
  result(tensor: tf.TensorInfo): Port {
    const [id] = backend().getInputTensorIds([tensor]);
    const dtype = dtypeOf(tensor);
    const type = { name: "T", type: this.native.TF_ATTR_TYPE, value: dtype };
    return { node: this.graph.add("Identity", [this.node(id)], [type])[0], dtype };
  }

  /** Whether a tensor's value depends on what is fed. */
  varies(id: number): boolean {
    return this.#varying.has(id);
  }

  node(id: number): string {
    const found = this.#nodes.get(id);
    if (found === undefined) throw new Error(`native tensor ${id} is not in the graph`);
    const node = typeof found === "string" ? found : found();
    this.#nodes.set(id, node);
    return node;
  }

  /** A tensor of this shape whose value a node computes. */
  stand(node: string, shapedLike: tf.Tensor): tf.Tensor {
    const tensor = this.unrecorded(() => nativeCopy(shapedLike));
    const id = nativeId(tensor);
    this.#varying.add(id);
    this.#nodes.set(id, node);
    return tensor;
  }

  /** Disposes what was kept of inner functions. */
  dispose(): void {
    for (const calls of this.inner.values()) for (const { inner } of calls.values()) tf.dispose([...inner.results]);
  }

  unrecorded<R>(run: () => R): R {
    const node = backend();
    const { binding } = node;
    node.binding = this.native;
    try {
      return run();
    } finally {
      node.binding = binding;
    }
  }

  #stand(id: number, tensor: tf.TensorInfo): void {
    this.#varying.add(id);
    this.#nodes.set(id, () => this.graph.placeholder(dtypeOf(tensor), tensor.shape));
  }

  #port(id: number, tensor: tf.TensorInfo): Port | undefined {
    const node = this.#nodes.get(id);
    return typeof node === "string" ? { node, dtype: dtypeOf(tensor) } : undefined;
  }

  #createTensor(shape: number[], dtype: number, values: ArrayBufferView): number {
    const id = this.native.createTensor(shape, dtype, values);
    this.#nodes.set(id, () => this.graph.constant(dtype, shape, values));
    return id;
  }

  #executeOp(name: string, attributes: readonly Attribute[], inputs: readonly number[], count: number): NativeTensor[] {
    if (stateful.test(name)) throw new LabError(`compile: ${name} draws without a key; ${keyed}`);
    const outputs = this.native.executeOp(name, attributes, inputs, count);
    const operation = faster(name, attributes, outputs);
    const read = inputs.map((id) => this.node(id));
    const nodes = this.graph.add(operation.name, read, operation.attributes, count);
    const varying = inputs.some((id) => this.#varying.has(id));
    outputs.forEach(({ id }, i) => {
      this.#nodes.set(id, nodes[i]);
      if (varying) this.#varying.add(id);
    });
    return outputs;
  }

  #tensorDataSync(id: number) {
    if (!this.#varying.has(id)) return this.native.tensorDataSync(id);
    throw new LabError(
      "compile: the function reads a tensor's value (dataSync, data, array, print …) while it is recorded; " +
        "return the tensor and read it outside, or compute with it as a tensor",
    );
  }
}

/** A function that is called while another is recorded, and the form of its result. */
export interface InnerCall {
  readonly inner: Inner;
  readonly result: Flat;
}

type RecordingBinding = Binding & { readonly recorder: Recorder };
type Borrowed = { readonly id: number; readonly tensor: tf.TensorInfo };

/** The recorder that operations pass through now. */
export const recorder = (): Recorder | undefined => (backend().binding as Partial<RecordingBinding>).recorder;

/** tfjs calls every product a batch of products; TensorFlow is quicker at one that is said to be one. */
function faster(name: string, attributes: readonly Attribute[], [result]: readonly NativeTensor[]) {
  if (name !== "BatchMatMulV2" || result.shape.length !== 2) return { name, attributes };
  const renamed: Record<string, string> = { adj_x: "transpose_a", adj_y: "transpose_b" };
  return { name: "MatMul", attributes: attributes.map((one) => ({ ...one, name: renamed[one.name] ?? one.name })) };
}

const dtypeOf = (tensor: tf.TensorInfo): number => backend().tensorMap.get(tensor.dataId).dtype;

/** What to do instead of drawing numbers inside. */
export const keyed = "draw from a key that is an argument, or pass the random tensor itself";
