import { type Attribute, backend } from "./backend";
import { attributeValue, type Message, pb, tensorValue } from "./protobuf";

/** One operation: its name, what it reads, and its attributes. */
export interface Node {
  readonly name: string;
  readonly op: string;
  /** References: "name", or "name:output" for an output that is not the first. */
  readonly inputs: readonly string[];
  readonly attributes: readonly (readonly [string, Message])[];
}

/** A TensorFlow graph that grows by one operation at a time. */
export class Graph {
  readonly nodes: Node[] = [];
  /** FunctionDefs that the nodes call. */
  readonly functions: Message[] = [];
  /** How many nodes stand in shared functions, a call each: they count as if they stood here. */
  called = 0;
  readonly #constants = new Map<string, string>();
  readonly #attributes = new Map<string, Message>();

  get size(): number {
    return this.nodes.length + this.called;
  }

  /** @returns references to its outputs */
  add(op: string, inputs: readonly string[], attributes: readonly Attribute[], outputs = 1): string[] {
    const values = attributes.map((attribute) => [attribute.name, this.#attribute(attribute)] as const);
    const name = this.addNode({ op, inputs, attributes: values });
    return Array.from({ length: outputs }, (_, i) => (i === 0 ? name : `${name}:${i}`));
  }

  /** @returns its name */
  addNode(node: Omit<Node, "name">): string {
    const name = `n${this.nodes.length}`;
    this.nodes.push({ ...node, name });
    return name;
  }

  placeholder(dtype: number, shape: readonly number[]): string {
    const { TF_ATTR_TYPE, TF_ATTR_SHAPE } = backend().binding;
    const attributes = [
      { name: "dtype", type: TF_ATTR_TYPE, value: dtype },
      { name: "shape", type: TF_ATTR_SHAPE, value: shape },
    ];
    return this.add("Placeholder", [], attributes)[0];
  }

  /** A constant; small ones that are equal become one node. */
  constant(dtype: number, shape: readonly number[], values: ArrayBufferView): string {
    const content = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const key = content.length <= 64 ? `${dtype}/${shape}/${content}` : undefined;
    const known = key && this.#constants.get(key);
    if (known) return known;
    const type = this.#attribute({ name: "dtype", type: backend().binding.TF_ATTR_TYPE, value: dtype });
    const value = tensorValue(dtype, shape, content);
    const name = this.addNode({ op: "Const", inputs: [], attributes: Object.entries({ dtype: type, value }) });
    if (key) this.#constants.set(key, name);
    return name;
  }

  /** Few are different among the thousands of a graph. */
  #attribute({ type, value }: Attribute): Message {
    // JSON has no NaN, no infinity and no negative zero.
    const key = `${type}/${typeof value === "number" ? (Object.is(value, -0) ? "-0" : value) : JSON.stringify(value)}`;
    const known = this.#attributes.get(key);
    if (known) return known;
    const message = attributeValue({ type, value });
    this.#attributes.set(key, message);
    return message;
  }
}

/** @param reference how an input is referred to where the node is written */
export function nodeDef({ name, op, inputs, attributes }: Node, reference = (input: string) => input): Message {
  const node = new pb.NodeDef();
  node.setName(name);
  node.setOp(op);
  node.setInputList(inputs.map(reference));
  for (const [key, value] of attributes) node.getAttrMap().set(key, value);
  return node;
}
