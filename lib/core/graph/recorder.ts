import { LabError } from "../errors";
import type { tf } from "../tf";
import { type Binding, backend, nativeId } from "./backend";
import { Graph } from "./graph";

/** These draw from a state of TensorFlow's own: not from a key, and not the same in a graph as outside of it. */
const stateful =
  /^(Multinomial|RandomUniform|RandomStandardNormal|RandomGamma|RandomPoisson|RandomShuffle|TruncatedNormal)/;

/** Stands between tfjs and its binding, and writes each operation that passes into a graph. */
export class Recorder {
  readonly graph = new Graph();
  readonly binding: Binding;
  /** By native id: the node, or how to add it once something needs it. */
  readonly #nodes = new Map<number, string | (() => string)>();
  /** Of tensors that depend on what is fed: their values are only the trace's. */
  readonly #varying = new Set<number>();

  constructor(native: Binding) {
    // The binding's own properties cannot be assigned to.
    this.binding = Object.create(native, {
      createTensor: { value: this.#createTensor(native) },
      executeOp: { value: this.#executeOp(native) },
      tensorDataSync: { value: this.#tensorDataSync(native) },
    });
  }

  /** From now on the tensor stands for what the graph is fed with. */
  feed(tensor: tf.TensorInfo): void {
    const id = nativeId(tensor);
    this.#varying.add(id);
    this.#nodes.set(id, () => this.graph.placeholder(dtypeOf(tensor), tensor.shape));
  }

  /** An operation is given a tensor that is neither fed nor computed: a constant. */
  capture(id: number, tensor: tf.TensorInfo): void {
    if (this.#nodes.has(id)) return;
    this.#nodes.set(id, () => this.graph.constant(dtypeOf(tensor), tensor.shape, this.binding.tensorDataSync(id)));
  }

  /** The placeholder, if anything depends on it. */
  placeholder(id: number): string | undefined {
    const node = this.#nodes.get(id);
    return typeof node === "string" ? node : undefined;
  }

  /** A node of its own for a result: what is fed cannot be fetched, and a node only once. */
  result(tensor: tf.TensorInfo): string {
    const [id] = backend().getInputTensorIds([tensor]);
    const type = { name: "T", type: this.binding.TF_ATTR_TYPE, value: dtypeOf(tensor) };
    return this.graph.add("Identity", [this.#node(id)], [type])[0];
  }

  #node(id: number): string {
    const found = this.#nodes.get(id);
    if (found === undefined) throw new Error(`native tensor ${id} is not in the graph`);
    const node = typeof found === "string" ? found : found();
    this.#nodes.set(id, node);
    return node;
  }

  #createTensor(native: Binding): Binding["createTensor"] {
    return (shape, dtype, values) => {
      const id = native.createTensor(shape, dtype, values);
      this.#nodes.set(id, () => this.graph.constant(dtype, shape, values));
      return id;
    };
  }

  #executeOp(native: Binding): Binding["executeOp"] {
    return (name, attributes, inputs, count) => {
      if (stateful.test(name)) throw new LabError(`compile: ${name} draws without a key; ${keyed}`);
      const outputs = native.executeOp(name, attributes, inputs, count);
      const nodes = this.graph.add(
        name,
        inputs.map((id) => this.#node(id)),
        attributes,
        count,
      );
      const varying = inputs.some((id) => this.#varying.has(id));
      outputs.forEach(({ id }, i) => {
        this.#nodes.set(id, nodes[i]);
        if (varying) this.#varying.add(id);
      });
      return outputs;
    };
  }

  #tensorDataSync(native: Binding): Binding["tensorDataSync"] {
    return (id) => {
      if (!this.#varying.has(id)) return native.tensorDataSync(id);
      throw new LabError(
        "compile: the function reads a tensor's value (dataSync, data, array, print …) while it is recorded; " +
          "return the tensor and read it outside, or compute with it as a tensor",
      );
    };
  }
}

const dtypeOf = (tensor: tf.TensorInfo): number => backend().tensorMap.get(tensor.dataId).dtype;

/** What to do instead of drawing numbers inside. */
export const keyed = "draw from a key that is an argument, or pass the random tensor itself";
