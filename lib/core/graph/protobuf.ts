import { protobuf } from "../tf";
import { type Attribute, backend } from "./backend";

/** The few of TensorFlow's protobuf messages that a graph is written in, as tfjs-node's generated classes name them. */
export interface Message {
  serializeBinary(): Uint8Array;
}
type Setters<Names extends string> = Message & Record<Names, (value: unknown) => void>;
type Entries = Map<string, unknown>;
interface Classes {
  readonly GraphDef: new () => Setters<"addNode" | "setVersions" | "setLibrary">;
  readonly NodeDef: new () => Setters<"setName" | "setOp" | "setInputList"> & { getAttrMap(): Entries };
  readonly AttrValue: (new () => Setters<Setter | "setShape" | "setList" | "setTensor" | "setFunc">) & {
    ListValue: new () => Setters<`${Setter}List`>;
  };
  readonly NameAttrList: new () => Setters<"setName">;
  readonly Tensor: new () => Setters<"setDtype" | "setTensorShape" | "setTensorContent">;
  readonly TensorShape: (new () => Setters<"addDim">) & { Dim: new () => Setters<"setSize"> };
  readonly VersionDef: new () => Setters<"setProducer">;
  readonly FunctionDefLibrary: new () => Setters<"addFunction">;
  readonly FunctionDef: new () => Setters<"setSignature" | "addNodeDef"> & {
    getAttrMap(): Entries;
    getRetMap(): Entries;
  };
  readonly OpDef: (new () => Setters<"setName" | "addInputArg" | "addOutputArg">) & {
    ArgDef: new () => Setters<"setName" | "setType">;
  };
  readonly SavedModel: new () => Setters<"setSavedModelSchemaVersion" | "addMetaGraphs">;
  readonly MetaGraphDef: (new () => Setters<"setMetaInfoDef" | "setGraphDef">) & {
    MetaInfoDef: new () => Setters<"addTags" | "setTensorflowVersion">;
  };
}
type Setter = "setS" | "setI" | "setF" | "setB" | "setType";

export const pb = protobuf as Classes;

/** An attribute's value; an array is a list, unless it is a shape. */
export function attributeValue({ type, value }: Omit<Attribute, "name">): Message {
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

export function tensorValue(dtype: number, shape: readonly number[], content: Uint8Array): Message {
  const tensor = new pb.Tensor();
  tensor.setDtype(dtype);
  tensor.setTensorShape(shapeOf(shape));
  tensor.setTensorContent(content);
  const message = new pb.AttrValue();
  message.setTensor(tensor);
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

/** A graph without variables as a SavedModel, tagged "serve". */
export function savedModel(nodes: readonly Message[], functions: readonly Message[]): Uint8Array {
  const graph = new pb.GraphDef();
  for (const node of nodes) graph.addNode(node);
  const library = new pb.FunctionDefLibrary();
  for (const one of functions) library.addFunction(one);
  graph.setLibrary(library);
  const versions = new pb.VersionDef();
  versions.setProducer(1395);
  graph.setVersions(versions);
  const info = new pb.MetaGraphDef.MetaInfoDef();
  info.addTags("serve");
  info.setTensorflowVersion(backend().binding.TF_Version);
  const meta = new pb.MetaGraphDef();
  meta.setMetaInfoDef(info);
  meta.setGraphDef(graph);
  const model = new pb.SavedModel();
  model.setSavedModelSchemaVersion(1);
  model.addMetaGraphs(meta);
  return model.serializeBinary();
}
