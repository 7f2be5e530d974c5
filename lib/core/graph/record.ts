import { LabError } from "../errors";
import { tf } from "../tf";
import { type Backend, backend } from "./backend";
import type { Port } from "./functionDef";
import type { Graph } from "./graph";
import { recorder as current, keyed, Recorder } from "./recorder";

/** A graph, what it is fed with, and what is fetched from it. */
export interface Recording {
  readonly graph: Graph;
  /** The inputs' placeholders, in order; undefined where nothing depends on the input. */
  readonly inputs: readonly (Port | undefined)[];
  /** Variables that are read, and their placeholders. */
  readonly reads: readonly VariablePort[];
  /** Variables that are assigned to, and their new values. */
  readonly writes: readonly VariablePort[];
  readonly outputs: readonly Port[];
}

type VariablePort = Port & { readonly variable: tf.Variable };

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
  const trap = setTrap(recorder);
  const fed = inputs.map((input) => recorder.feed(input));
  const variables = Object.values(tf.engine().registeredVariables).map((variable) => {
    const [value, phantom] = [tf.keep(variable.clone()), recorder.feed(variable)];
    variable.assign(phantom);
    return { variable, value, phantom };
  });
  const start = tf.tidy(() => tf.scalar(0).id);
  try {
    const results = run(fed);
    const outputs = results.map((tensor) => recorder.result(tensor));
    const changed = variables.filter(({ variable, phantom }) => variable.dataId !== phantom.dataId);
    const writes = changed.map(({ variable }) => ({ variable, ...recorder.result(variable) }));
    const reads = variables.flatMap(({ variable, phantom }) => {
      const port = recorder.placeholder(phantom);
      return port ? [{ variable, ...port }] : [];
    });
    const placeholders = fed.map((tensor) => recorder.placeholder(tensor));
    // What existed before may be a result, too, but is not ours.
    tf.dispose(results.filter(({ id }) => id > start));
    if (trap.created.length > 0) return undefined;
    return { graph: recorder.graph, inputs: placeholders, reads, writes, outputs };
  } finally {
    for (const { variable, value } of variables) variable.assign(value);
    tf.dispose([fed, variables.map(({ value, phantom }) => [value, phantom])] as tf.TensorContainer);
    trap.release();
  }
}

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
      current()?.capture(ids[i], tensor);
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
      for (const { variable, initial } of created) {
        variable.assign(initial);
        initial.dispose();
      }
      recorder.phantoms.dispose();
      node.binding = binding;
      // The classes have their own.
      delete (node as Partial<Backend>).getInputTensorIds;
      delete (engine as Partial<Pick<typeof engine, "makeVariable">>).makeVariable;
      Math.random = random;
    },
  };
}
