import { protobuf } from "../tf";
import { type Attribute, backend } from "./backend";

/** The few of TensorFlow's protobuf messages that a graph is written in, as tfjs-node's generated classes name them. */
interface Message {
  serializeBinary(): Uint8Array;
}
type Setters<Names extends string> = Message & Record<Names, (value: unknown) => void>;
interface Classes {
  GraphDef: new () => Setters<"addNode" | "setVersions">;
  NodeDef: new () => Setters<"setName" | "setOp" | "setInputList"> & { getAttrMap(): Map<string, Message> };
  AttrValue: (new () => Setters<Setter | "setShape" | "setList" | "setTensor">) & {
    ListValue: new () => Setters<`${Setter}List`>;
  };
  Tensor: new () => Setters<"setDtype" | "setTensorShape" | "setTensorContent">;
  TensorShape: (new () => Setters<"addDim">) & { Dim: new () => Setters<"setSize"> };
  VersionDef: new () => Setters<"setProducer">;
  SavedModel: new () => Setters<"setSavedModelSchemaVersion" | "addMetaGraphs">;
  MetaGraphDef: (new () => Setters<"setMetaInfoDef" | "setGraphDef">) & {
    MetaInfoDef: new () => Setters<"addTags" | "setTensorflowVersion">;
  };
}
type Setter = "setS" | "setI" | "setF" | "setB" | "setType";
const pb = protobuf as Classes;

/** A TensorFlow graph that grows by one operation at a time. A reference is "name" or "name:output". */
export class Graph {
  readonly #graph = new pb.GraphDef();
  readonly #constants = new Map<string, string>();
  readonly #attributes = new Map<string, Message>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @returns references to its outputs */
  add(op: string, inputs: readonly string[], attributes: readonly Attribute[], outputs = 1): string[] {
    const name = this.#node(
      op,
      inputs,
      attributes.map((attribute) => [attribute.name, this.#attribute(attribute)]),
    );
    return Array.from({ length: outputs }, (_, i) => (i === 0 ? name : `${name}:${i}`));
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
    const tensor = new pb.Tensor();
    tensor.setDtype(dtype);
    tensor.setTensorShape(shapeOf(shape));
    tensor.setTensorContent(content);
    const value = new pb.AttrValue();
    value.setTensor(tensor);
    const type = this.#attribute({ name: "dtype", type: backend().binding.TF_ATTR_TYPE, value: dtype });
    const name = this.#node(
      "Const",
      [],
      [
        ["dtype", type],
        ["value", value],
      ],
    );
    if (key) this.#constants.set(key, name);
    return name;
  }

  /** The whole as a SavedModel without variables, tagged "serve". */
  savedModel(): Uint8Array {
    const versions = new pb.VersionDef();
    versions.setProducer(1395);
    this.#graph.setVersions(versions);
    const info = new pb.MetaGraphDef.MetaInfoDef();
    info.addTags("serve");
    info.setTensorflowVersion(backend().binding.TF_Version);
    const meta = new pb.MetaGraphDef();
    meta.setMetaInfoDef(info);
    meta.setGraphDef(this.#graph);
    const model = new pb.SavedModel();
    model.setSavedModelSchemaVersion(1);
    model.addMetaGraphs(meta);
    return model.serializeBinary();
  }

  /** Few are different among the thousands of a graph. */
  #attribute({ type, value }: Attribute): Message {
    const key = `${type}/${JSON.stringify(value)}`;
    const known = this.#attributes.get(key);
    if (known) return known;
    const message = encode(type, value);
    this.#attributes.set(key, message);
    return message;
  }

  #node(op: string, inputs: readonly string[], attributes: readonly (readonly [string, Message])[]): string {
    const node = new pb.NodeDef();
    const name = `n${this.#size++}`;
    node.setName(name);
    node.setOp(op);
    node.setInputList(inputs);
    for (const [key, value] of attributes) node.getAttrMap().set(key, value);
    this.#graph.addNode(node);
    return name;
  }
}

function encode(type: number, value: unknown): Message {
  const { binding } = backend();
  const setters = new Map<number, Setter>([
    [binding.TF_ATTR_STRING, "setS"],
    [binding.TF_ATTR_INT, "setI"],
    [binding.TF_ATTR_FLOAT, "setF"],
    [binding.TF_ATTR_BOOL, "setB"],
    [binding.TF_ATTR_TYPE, "setType"],
  ]);
  const message = new pb.AttrValue();
  const setter = setters.get(type);
  if (type === binding.TF_ATTR_SHAPE) message.setShape(shapeOf(value as readonly number[]));
  else if (!setter) throw new Error(`an attribute of type ${type} cannot be written into a graph`);
  else if (Array.isArray(value)) {
    const list = new pb.AttrValue.ListValue();
    list[`${setter}List`](value.map(bytes));
    message.setList(list);
  } else message[setter](bytes(value));
  return message;
}

/** Protobuf's strings are bytes. */
const bytes = (value: unknown): unknown => (typeof value === "string" ? new TextEncoder().encode(value) : value);

function shapeOf(shape: readonly number[]): Message {
  const message = new pb.TensorShape();
  for (const size of shape) {
    const dim = new pb.TensorShape.Dim();
    dim.setSize(size);
    message.addDim(dim);
  }
  return message;
}
