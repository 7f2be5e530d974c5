import { LabError } from "../errors";
import { tf } from "../tf";
import { type Backend, backend, nativeCopy, nativeId } from "./backend";
import type { Graph } from "./graph";
import { keyed, Recorder } from "./recorder";

/** A graph, what it is fed with, and what is fetched from it. */
export interface Recording {
  readonly graph: Graph;
  /** The inputs' placeholders, in order; undefined where nothing depends on the input. */
  readonly inputs: readonly (string | undefined)[];
  /** Variables that are read, and their placeholders. */
  readonly reads: readonly VariableNode[];
  /** Variables that are assigned to, and their new values. */
  readonly writes: readonly VariableNode[];
  readonly outputs: readonly string[];
}

interface VariableNode {
  readonly variable: tf.Variable;
  readonly node: string;
}

type Run = (inputs: readonly tf.Tensor[]) => readonly tf.Tensor[];

/**
 * Writes down as a graph what `run` computes from `inputs` and from variables, by running it once.
 * The variables keep their values; the results are disposed.
 * @throws where `run` reads values, draws random numbers, or makes new variables each time
 */
export function record(inputs: readonly tf.Tensor[], run: Run): Recording {
  // An optimiser makes its variables in its first step. Then they are there, and the second attempt is one without making any.
  const recording = attempt(inputs, run) ?? attempt(inputs, run);
  if (!recording) throw new LabError("compile: the function makes new variables at each call; make them outside of it");
  return recording;
}

/** Undefined where new variables were made: these have the values again that they began with. */
function attempt(inputs: readonly tf.Tensor[], run: Run): Recording | undefined {
  const recorder = new Recorder(backend().binding);
  const copies = inputs.map((input) => fed(recorder, input));
  const variables = Object.values(tf.engine().registeredVariables).map((variable) => {
    const before = fed(recorder, variable);
    variable.assign(before);
    return { variable, before };
  });
  const placeholder = (tensor: tf.Tensor) => recorder.placeholder(nativeId(tensor));
  const start = tf.tidy(() => tf.scalar(0).id);
  const trap = setTrap(recorder);
  try {
    const results = run(copies);
    const outputs = results.map((tensor) => recorder.result(tensor));
    const changed = variables.filter(({ variable, before }) => variable.dataId !== before.dataId);
    const writes = changed.map(({ variable }) => ({ variable, node: recorder.result(variable) }));
    const reads = variables.flatMap(({ variable, before }) => {
      const node = placeholder(before);
      return node ? [{ variable, node }] : [];
    });
    const recording = { graph: recorder.graph, inputs: copies.map(placeholder), reads, writes, outputs };
    // What existed before may be a result, too, but is not ours.
    tf.dispose(results.filter(({ id }) => id > start));
    return trap.created.length === 0 ? recording : undefined;
  } finally {
    trap.release();
    for (const { variable, before } of variables) variable.assign(before);
    tf.dispose([copies, variables.map(({ before }) => before)]);
  }
}

/** A copy that shares its native tensor with nothing else, so that the id says which of the inputs it is. */
function fed(recorder: Recorder, tensor: tf.Tensor): tf.Tensor {
  const copy = tf.keep(nativeCopy(tensor));
  recorder.feed(copy);
  return copy;
}

/** Whether operations pass through a recorder now. */
export const isRecording = (): boolean => Object.hasOwn(backend(), "getInputTensorIds");

/** Until it is released, operations pass through the recorder, and what a graph could not repeat is caught. */
function setTrap(recorder: Recorder) {
  const [node, engine] = [backend(), tf.engine()];
  const { binding } = node;
  const { random } = Math;
  const created: { variable: tf.Variable; initial: tf.Tensor }[] = [];
  const { getInputTensorIds } = node;
  const { makeVariable } = engine;
  node.binding = recorder.binding;
  node.getInputTensorIds = (tensors) => {
    const ids = getInputTensorIds.call(node, tensors);
    tensors.forEach((tensor, i) => {
      recorder.capture(ids[i], tensor);
    });
    return ids;
  };
  engine.makeVariable = (initial, ...options) => {
    const variable = makeVariable.call(engine, initial, ...options);
    created.push({ variable, initial: tf.keep(initial.clone()) });
    return variable;
  };
  Math.random = () => {
    throw new LabError(`compile: random numbers drawn inside would be the same at each call; ${keyed}`);
  };
  return {
    created,
    release() {
      node.binding = binding;
      // The classes have their own.
      delete (node as Partial<Backend>).getInputTensorIds;
      delete (engine as Partial<Pick<typeof engine, "makeVariable">>).makeVariable;
      Math.random = random;
      for (const { variable, initial } of created) {
        variable.assign(initial);
        initial.dispose();
      }
    },
  };
}
