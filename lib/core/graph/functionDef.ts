import { randomUUID } from "node:crypto";
import { backend } from "./backend";
import { type Graph, type Node, nodeDef } from "./graph";
import { isNamed, outputReference } from "./outputNames";
import { attributeValue, type Message, pb } from "./protobuf";

/** A value that goes into a function or comes out of it. */
export interface Port {
  readonly node: string;
  readonly dtype: number;
}

/** Whether optimising so many nodes would take longer than it saves. */
export const isLarge = ({ size }: Graph): boolean => size > 1000;

/** A function that a graph can call. */
export interface Callable {
  readonly definition: Message;
  /** A node that calls it. */
  call(inputs: readonly string[]): Omit<Node, "name">;
}

/**
 * Nodes as one function, which TensorFlow's optimiser leaves alone: that would take 0.4 ms a node, which is seconds for
 * the ten thousand of a long recurrence.
 * @param inputs placeholders among the nodes: the arguments, which have their names
 * @returns undefined where an operation's outputs have no known names
 */
export function asFunction(
  nodes: readonly Node[],
  inputs: readonly Port[],
  outputs: readonly Port[],
): Callable | undefined {
  const name = `recorded_${randomUUID().replaceAll("-", "_")}`;
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const fed = new Set(inputs.map(({ node }) => node));
  const reference = (input: string) => {
    const [node, output = "0"] = input.split(":");
    return fed.has(node) ? node : outputReference(byName.get(node) as Node, Number(output));
  };
  if (nodes.some(({ op }) => op !== "Placeholder" && !isNamed(op))) return undefined;
  const definition = new pb.FunctionDef();
  definition.setSignature(signature(name, inputs, outputs));
  for (const node of nodes) if (node.op !== "Placeholder") definition.addNodeDef(nodeDef(node, reference));
  outputs.forEach(({ node }, i) => {
    definition.getRetMap().set(`o${i}`, reference(node));
  });
  // Neither put back where it is called from, nor optimised there: functions of tf.data, as it says to be, never are.
  const yes = attributeValue({ type: backend().binding.TF_ATTR_BOOL, value: true });
  for (const attribute of ["_noinline", "_tf_data_function"]) definition.getAttrMap().set(attribute, yes);
  const attributes = callAttributes(name, inputs, outputs);
  return { definition, call: (given) => ({ op: "PartitionedCall", inputs: given, attributes }) };
}

function signature(name: string, inputs: readonly Port[], outputs: readonly Port[]): Message {
  const argument = (of: string, dtype: number) => {
    const message = new pb.OpDef.ArgDef();
    message.setName(of);
    message.setType(dtype);
    return message;
  };
  const message = new pb.OpDef();
  message.setName(name);
  for (const { node, dtype } of inputs) message.addInputArg(argument(node, dtype));
  outputs.forEach(({ dtype }, i) => {
    message.addOutputArg(argument(`o${i}`, dtype));
  });
  return message;
}

/** TensorFlow's ConfigProto { graph_options { rewrite_options { disable_meta_optimizer: true } } }. */
const unoptimised = Uint8Array.of(0x52, 5, 0x52, 3, 0x98, 1, 1);

function callAttributes(name: string, inputs: readonly Port[], outputs: readonly Port[]): Node["attributes"] {
  const { TF_ATTR_TYPE, TF_ATTR_STRING } = backend().binding;
  const types = (ports: readonly Port[]) =>
    attributeValue({ type: TF_ATTR_TYPE, value: ports.map(({ dtype }) => dtype) });
  const reference = new pb.NameAttrList();
  reference.setName(name);
  const f = new pb.AttrValue();
  f.setFunc(reference);
  const config = attributeValue({ type: TF_ATTR_STRING, value: unoptimised });
  return Object.entries({ Tin: types(inputs), Tout: types(outputs), f, config_proto: config });
}
