import { LabError } from "../errors";
import { onTermination } from "../stop";
import { tf } from "../tf";
import { backend } from "./backend";
import { asFunction, type Callable, isLarge } from "./functionDef";
import type { Graph } from "./graph";
import type { Inner } from "./innerCall";
import { idOf, Recorder } from "./recorder";

interface ToRecord {
  readonly tensors: readonly tf.Tensor[];
  run(inputs: readonly tf.Tensor[]): readonly tf.Tensor[];
  /** A function of the graph also where it is small. */
  readonly always?: boolean;
}

export function recordInner(outer: Recorder, { tensors, run, always = false }: ToRecord): Inner {
  const recorder = new Recorder(outer.native, outer);
  const { graph } = recorder;
  const node = backend();
  const fed = tensors.map((tensor) => recorder.feed(tensor));
  const variables = new Map(Object.values(tf.engine().registeredVariables).map((one) => [idOf(one), one]));
  const start = tf.tidy(() => tf.scalar(0).id);
  node.binding = recorder.binding;
  const forget = onTermination(undo);
  try {
    const results = run(fed.map(({ tensor }) => tensor));
    if ([...variables].some(([id, variable]) => idOf(variable) !== id)) {
      throw new LabError("compile: a compiled function that another one calls may not assign to variables");
    }
    const outputs = results.map((tensor) => ({ ...recorder.result(tensor), shape: tensor.shape }));
    tf.dispose(results.filter(({ id }) => id > start));
    const inputs = fed.map((one) => recorder.placeholder(one));
    const borrowed = recorder.borrowed().map((port) => ({ ...port, variable: variables.get(port.id) }));
    const ports = [...inputs.filter((port) => port !== undefined), ...borrowed];
    const callable = always || isLarge(graph) ? asFunction(graph.nodes, ports, outputs) : undefined;
    outer.graph.functions.push(...graph.functions, ...(callable ? [callable.definition] : []));
    return { graph, inputs, borrowed, outputs, callable, isShared: always };
  } finally {
    forget();
    undo();
  }

  function undo(): void {
    node.binding = outer.binding;
    tf.dispose(fed.map(({ tensor }) => tensor));
  }
}

/** Its results in the outer graph, where it is called with these arguments. */
export function callInner(outer: Recorder, inner: Inner, tensors: readonly tf.Tensor[]): tf.Tensor[] {
  const ids = backend().getInputTensorIds(tensors);
  const given = new Map<string, string>();
  inner.inputs.forEach((port, i) => {
    if (port) given.set(port.node, outer.node(ids[i]));
  });
  for (const { node, id, variable } of inner.borrowed) given.set(node, outer.node(variable ? idOf(variable) : id));
  if (!inner.callable) outer.graph.called += inner.graph.called;
  else if (inner.isShared) outer.graph.called += inner.graph.size;
  const outputs = inner.callable ? call(outer.graph, inner.callable, given) : copyNodes(outer.graph, inner, given);
  return inner.outputs.map((output, i) => outer.computed(outputs(i), output));
}

/** One node that calls the function. */
function call(graph: Graph, callable: Callable, given: ReadonlyMap<string, string>): (output: number) => string {
  const name = graph.addNode(callable.call([...given.values()]));
  return (output) => (output === 0 ? name : `${name}:${output}`);
}

/** All of its nodes, which TensorFlow then optimises together with the others. */
function copyNodes(graph: Graph, { graph: inner, outputs }: Inner, given: ReadonlyMap<string, string>) {
  const names = new Map(given);
  const reference = (input: string) => {
    const [name, output] = input.split(":");
    return output === undefined ? (names.get(name) as string) : `${names.get(name)}:${output}`;
  };
  for (const { name, op, inputs, attributes } of inner.nodes) {
    if (op !== "Placeholder") names.set(name, graph.addNode({ op, inputs: inputs.map(reference), attributes }));
  }
  return (output: number) => names.get(outputs[output].node) as string;
}
