import { LabError } from "../errors";
import { onTermination } from "../stop";
import { tf } from "../tf";
import { type Backend, backend } from "./backend";
import type { Port } from "./functionDef";
import type { Graph } from "./graph";
import { recorder as current, idOf, keyed, Recorder, reading } from "./recorder";

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
  const fed = inputs.map((input) => recorder.feed(input));
  const variables = Object.values(tf.engine().registeredVariables).map((variable) => {
    return { variable, value: tf.keep(variable.clone()), phantom: recorder.feed(variable) };
  });
  const start = tf.tidy(() => tf.scalar(0).id);
  const trap = setTrap(recorder);
  const forget = onTermination(undo);
  try {
    for (const { variable, phantom } of variables) variable.assign(phantom.tensor);
    const results = run(fed.map(({ tensor }) => tensor));
    if (trap.fault) throw trap.fault;
    const outputs = results.map((tensor) => recorder.result(tensor));
    const alive = variables.filter(({ variable }) => !variable.isDisposed);
    const changed = alive.filter(({ variable, phantom }) => idOf(variable) !== phantom.id);
    const writes = changed.map(({ variable }) => ({ variable, ...recorder.result(variable) }));
    const reads = alive.flatMap(({ variable, phantom }) => {
      const port = recorder.placeholder(phantom);
      return port ? [{ variable, ...port }] : [];
    });
    // What existed before may be a result, too, but is not ours.
    tf.dispose(results.filter(({ id }) => id > start));
    if (trap.created.length > 0) return undefined;
    return { graph: recorder.graph, inputs: fed.map((one) => recorder.placeholder(one)), reads, writes, outputs };
  } finally {
    forget();
    undo();
  }

  function undo(): void {
    for (const { variable, value, phantom } of variables) {
      if (!variable.isDisposed) variable.assign(value);
      tf.dispose([value, phantom.tensor]);
    }
    tf.dispose(fed.map(({ tensor }) => tensor));
    trap.release();
  }
}

/** Until it is released, operations pass through the recorder, and what a graph could not repeat is caught. */
function setTrap(recorder: Recorder) {
  const [node, engine, { random }] = [backend(), tf.engine(), Math];
  const { binding, getInputTensorIds, read } = node;
  const { makeVariable } = engine;
  const created: { variable: tf.Variable; initial: tf.Tensor }[] = [];
  const trap = { created, fault: undefined as Error | undefined, release };
  node.binding = recorder.binding;
  node.getInputTensorIds = (tensors) => {
    const ids = getInputTensorIds.call(node, tensors);
    tensors.forEach((tensor, i) => {
      current()?.capture(ids[i], tensor);
    });
    return ids;
  };
  node.read = (dataId) => {
    if (node.tensorMap.get(dataId).id >= 0) return read.call(node, dataId);
    trap.fault = reading();
    return new Promise(() => {}); // a rejection that nobody handles would end the process before the fault is told
  };
  engine.makeVariable = (initial, ...options) => {
    if (idOf(initial) < 0) {
      throw new LabError(
        "compile: a variable is made from what only a call will know; make it outside of the function",
      );
    }
    const variable = makeVariable.call(engine, initial, ...options);
    created.push({ variable, initial: tf.keep(initial.clone()) });
    return variable;
  };
  Math.random = () => {
    throw new LabError(`compile: random numbers drawn inside would be the same at each call; ${keyed}`);
  };

  function release(): void {
    for (const { variable, initial } of created) {
      if (!variable.isDisposed) variable.assign(initial);
      initial.dispose();
    }
    recorder.phantoms.dispose();
    node.binding = binding;
    // The classes have their own.
    const [ownNode, ownEngine]: [Partial<Backend>, Partial<Pick<typeof engine, "makeVariable">>] = [node, engine];
    delete ownNode.getInputTensorIds;
    delete ownNode.read;
    delete ownEngine.makeVariable;
    Math.random = random;
  }
  return trap;
}
