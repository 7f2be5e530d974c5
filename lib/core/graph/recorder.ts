import { LabError } from "../errors";
import { tf } from "../tf";
import { type Attribute, type Binding, backend, type NativeTensor } from "./backend";
import type { Port } from "./functionDef";
import { Graph } from "./graph";
import type { InnerCall } from "./innerCall";
import { Phantoms } from "./phantoms";

/** These draw from a state of TensorFlow's own: not from a key, and not the same in a graph as outside of it. */
const stateful =
  /^(Multinomial|RandomUniform|RandomStandardNormal|RandomGamma|RandomPoisson|RandomShuffle|TruncatedNormal)/;
/** The shape of what these return depends on values. */
const shapeless = /^(Where|Unique|NonMaxSuppression)/;
/** What these return depends on shapes alone. */
const valueless = /^(ZerosLike|OnesLike)$/;

/**
 * Stands between tfjs and its binding, and writes each operation that passes into a graph. What depends on what will be
 * fed is a phantom; what does not is computed, and a constant.
 */
export class Recorder {
  readonly graph = new Graph();
  /** What takes the native binding's place. */
  readonly binding: RecordingBinding;
  readonly native: Binding;
  /** The compiled functions that are called while this records, by function and form of arguments. */
  readonly inner = new Map<unknown, Map<string, InnerCall>>();
  readonly phantoms: Phantoms;
  /** The recorder in whose function this one records another. */
  readonly #outer?: Recorder;
  /** By id: the node, or how to add it once something needs it. */
  readonly #nodes = new Map<number, string | (() => string)>();
  readonly #borrowed: NativeTensor[] = [];
  /** By the node that computes a result: the node that returns it. */
  readonly #results = new Map<string, string>();

  constructor(native: Binding, outer?: Recorder) {
    this.native = native;
    this.#outer = outer;
    this.phantoms = outer?.phantoms ?? new Phantoms(native);
    // The binding's own properties cannot be assigned to.
    this.binding = Object.create(native, {
      recorder: { value: this },
      createTensor: { value: this.#createTensor.bind(this) },
      deleteTensor: { value: (id: number) => id < 0 || native.deleteTensor(id) },
      executeOp: { value: this.#executeOp.bind(this) },
      tensorDataSync: { value: this.#tensorDataSync.bind(this) },
    });
  }

  /** A tensor that stands for what the graph is fed with in place of this one. */
  feed(tensor: tf.TensorInfo): Fed {
    const phantom = this.phantoms.make(tensor.shape, dtypeOf(tensor));
    this.#place(phantom);
    return { ...phantom, tensor: tf.keep(backend().createOutputTensor(phantom)) };
  }

  /** A tensor of this shape that a node computes. */
  computed(node: string, { shape, dtype }: Pick<NativeTensor, "shape" | "dtype">): tf.Tensor {
    const phantom = this.phantoms.make(shape, dtype);
    this.#nodes.set(phantom.id, node);
    return backend().createOutputTensor(phantom);
  }

  /** An operation is given a tensor from elsewhere: a phantom of the outer recorder's, or a constant. */
  capture(id: number, tensor: tf.TensorInfo): void {
    if (this.#nodes.has(id)) return;
    const native = { id, shape: tensor.shape, dtype: dtypeOf(tensor) };
    if (id >= 0) {
      this.#nodes.set(id, () => this.graph.constant(native.dtype, tensor.shape, this.native.tensorDataSync(id)));
      return;
    }
    this.#outer?.capture(id, tensor);
    this.#place(native);
    this.#borrowed.push(native);
  }

  /** What was taken from the outer recorder and used, and the placeholders here. */
  borrowed(): readonly (Port & { readonly id: number })[] {
    return this.#borrowed.flatMap(({ id, dtype }) => {
      const port = this.placeholder({ id, dtype });
      return port ? [{ ...port, id }] : [];
    });
  }

  /** The placeholder of what is fed, if anything depends on it. */
  placeholder({ id, dtype }: Pick<NativeTensor, "id" | "dtype">): Port | undefined {
    const node = this.#nodes.get(id);
    return typeof node === "string" ? { node, dtype } : undefined;
  }

  /** A node that returns a result: what is fed cannot be fetched. Equal results have one. */
  result(tensor: tf.TensorInfo): Port {
    const dtype = dtypeOf(tensor);
    const computed = this.node(idOf(tensor));
    const type = { name: "T", type: this.native.TF_ATTR_TYPE, value: dtype };
    const node = this.#results.get(computed) ?? this.graph.add("Identity", [computed], [type])[0];
    this.#results.set(computed, node);
    return { node, dtype };
  }

  node(id: number): string {
    const found = this.#nodes.get(id);
    if (found === undefined) throw new Error(`native tensor ${id} is not in the graph`);
    const node = typeof found === "string" ? found : found();
    this.#nodes.set(id, node);
    return node;
  }

  #place({ id, shape, dtype }: NativeTensor): void {
    this.#nodes.set(id, () => this.graph.placeholder(dtype, shape));
  }

  #createTensor(shape: number[], dtype: number, values: ArrayBufferView): number {
    const id = this.native.createTensor(shape, dtype, values);
    this.#nodes.set(id, () => this.graph.constant(dtype, shape, values));
    return id;
  }

  #executeOp(name: string, attributes: readonly Attribute[], inputs: readonly number[], count: number): NativeTensor[] {
    if (stateful.test(name)) throw new LabError(`compile: ${name} draws without a key; ${keyed}`);
    if (shapeless.test(name)) throw new LabError(`compile: the shape of what ${name} returns depends on values`);
    const standIns = inputs.map((id) => (id < 0 ? this.phantoms.standIn(id) : id));
    const computed = this.native.executeOp(name, attributes, standIns, count);
    const operation = inGraph(name, attributes, computed);
    const read = inputs.map((id) => this.node(id));
    const nodes = this.graph.add(operation.name, read, operation.attributes, count);
    const known = valueless.test(name) || inputs.every((id) => id >= 0);
    return computed.map((output, i) => {
      if (!known) this.native.deleteTensor(output.id);
      const result = known ? output : this.phantoms.make(output.shape, output.dtype);
      this.#nodes.set(result.id, nodes[i]);
      return result;
    });
  }

  #tensorDataSync(id: number) {
    if (id >= 0) return this.native.tensorDataSync(id);
    throw reading();
  }
}

export const reading = (): LabError =>
  new LabError(
    "compile: the function reads a tensor's value (dataSync, data, array, print …) while compile or train records it; " +
      "return the tensor and read it outside, or compute with it as a tensor",
  );

/** A phantom, and the tensor that tfjs computes with in its place. */
type Fed = NativeTensor & { readonly tensor: tf.Tensor };

type RecordingBinding = Binding & { readonly recorder: Recorder };

/** The recorder that operations pass through now. */
export const recorder = (): Recorder | undefined => (backend().binding as Partial<RecordingBinding>).recorder;

/**
 * As a graph wants it. tfjs calls every product a batch of products; TensorFlow is quicker at one that is said to be one.
 * And tfjs leaves out the dtype of ExpandDims, which only TensorFlow's eager mode finds by itself.
 */
function inGraph(name: string, attributes: readonly Attribute[], [result]: readonly NativeTensor[]) {
  if (name === "ExpandDims") {
    return { name, attributes: [{ name: "T", type: backend().binding.TF_ATTR_TYPE, value: result.dtype }] };
  }
  if (name !== "BatchMatMulV2" || result.shape.length !== 2) return { name, attributes };
  const renamed: Record<string, string> = { adj_x: "transpose_a", adj_y: "transpose_b" };
  return { name: "MatMul", attributes: attributes.map((one) => ({ ...one, name: renamed[one.name] ?? one.name })) };
}

export const idOf = (tensor: tf.TensorInfo): number => backend().getInputTensorIds([tensor])[0];
const dtypeOf = (tensor: tf.TensorInfo): number => backend().tensorMap.get(tensor.dataId).dtype;

/** What to do instead of drawing numbers inside. */
export const keyed = "draw from a key that is an argument, or pass the random tensor itself";
