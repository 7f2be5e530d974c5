import { LabError } from "./errors";
import { backend } from "./graph/backend";
import type { NamedTensors } from "./tensors";
import { tf } from "./tf";

/** A tensor as it was: its numbers, and what the gradient of the loss in them was. */
export interface Recorded {
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: tf.DataType;
  readonly data: readonly number[];
  readonly isWhole: boolean;
  /** Where it is given: its name. */
  readonly name?: string;
  /** The operation that computed it, and as which of its results; undefined where it was there before. */
  readonly by?: Operation;
  readonly port: number;
  /** ∂ loss / ∂ it, where a loss is named and depends on it. */
  gradient?: readonly number[];
}

/** One operation of tfjs's. */
export interface Operation {
  readonly index: number;
  /** tfjs's name of it, such as BatchMatMul. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** Operations that belong together: one step of a cell, or another part of a network. */
export interface TapeGroup {
  readonly kind: "step" | "part";
  readonly name: string;
  readonly index: number;
  /** Of a stack's layers, from 0. */
  readonly layer: number;
  /** What goes in and what comes out, by the names of the cell's. */
  readonly reads: Readonly<Record<string, number>>;
  readonly results: Readonly<Record<string, number>>;
}

/** All that one run computed. */
export interface Tape {
  readonly operations: readonly Operation[];
  readonly values: ReadonlyMap<number, Recorded>;
  readonly groups: readonly TapeGroup[];
  /** By their names, without the loss. */
  readonly results: Readonly<Record<string, number>>;
}

interface Recording {
  readonly operations: Operation[];
  readonly values: Map<number, Recorded>;
  readonly groups: TapeGroup[];
}

let recording: Recording | undefined;

/** Whether what is computed now is written on a tape; then every operation must be one that tfjs can see. */
export const onTape = (): boolean => recording !== undefined;

/**
 * Runs `part` as one thing on the tape. It reads copies, and what comes out are copies: so the gradient that arrives at each is
 * that of this way alone.
 */
export function asOne<R extends NamedTensors, S extends NamedTensors>(
  { kind, name, layer = 0, reads }: Pick<TapeGroup, "kind" | "name"> & { readonly layer?: number; readonly reads: R },
  part: (reads: R) => S,
): S {
  if (!recording) return part(reads);
  const { groups } = recording;
  for (const tensor of Object.values(reads)) note(tensor);
  const before = groups.length;
  const own = copied(reads);
  const results = part(own);
  // A stack's step holds its layers' steps: these are what is seen.
  if (groups.length > before) return results;
  const copies = copied(results);
  groups.push({ kind, name, layer, index: before, reads: ids(own), results: ids(copies) });
  return copies;
}

const copied = <T extends NamedTensors>(tensors: T): T =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tensor.clone()])) as unknown as T;

const ids = (tensors: NamedTensors) => Object.fromEntries(Object.entries(tensors).map(([name, { id }]) => [name, id]));

/**
 * Runs `run` once and writes down what it computes from `given`: every operation with its numbers and, where one of its
 * results is called `loss`, every gradient. What `run` returns is disposed.
 * @throws where `run` reads a tensor's value while it runs: what follows from it would not be on the tape
 */
export function recordTape(given: NamedTensors, run: () => NamedTensors): Tape {
  const mine: Recording = { operations: [], values: new Map(), groups: [] };
  const engine = tf.engine() as unknown as Engine;
  // tfjs wants something to differentiate by.
  const floats = [...Object.values(given).filter(({ dtype }) => dtype === "float32"), tf.scalar(0)];
  const results: Record<string, number> = {};
  const release = listen(engine);
  recording = mine;
  let answer: { readonly grads: readonly (tf.Tensor | null)[]; readonly value: tf.Tensor } | undefined;
  try {
    const loss = () => {
      for (const [name, tensor] of Object.entries(given)) Object.assign(note(tensor), { name });
      const { loss: end, ...out } = run();
      for (const [name, tensor] of Object.entries(out)) results[name] = note(tensor).id;
      recording = undefined;
      // Without a loss nothing flows back.
      return (end ?? tf.scalar(0)) as tf.Scalar;
    };
    answer = tf.engine().gradients(loss, floats, undefined, true);
    answer.grads.forEach((grad, i) => {
      const value = mine.values.get(floats[i].id);
      if (grad && value) value.gradient = numbers(grad);
    });
    return { ...mine, results };
  } finally {
    recording = undefined;
    release();
    if (answer) tf.dispose([answer.value, ...answer.grads.filter((grad) => grad !== null)]);
  }
}

/** What of tfjs's engine the tape needs, and its types do not show. */
interface Engine {
  readonly state: { readonly kernelDepth: number; readonly activeTape?: TapeNode[] };
  runKernelFunc(kernel: Kernel): tf.Tensor | tf.Tensor[];
}
type Kernel = {
  readonly kernelName?: string;
  readonly inputs: Readonly<Record<string, tf.Tensor>>;
  readonly attrs?: Readonly<Record<string, unknown>>;
};
type TapeNode = { gradient?: (dys: tf.Tensor | (tf.Tensor | null)[]) => unknown };

/** Until it is released, every operation of tfjs's is written down, and a value that the run reads is a mistake. */
function listen(engine: Engine): () => void {
  const node = backend();
  const { readSync, read } = node;
  const { runKernelFunc } = engine;
  engine.runKernelFunc = (kernel) => {
    const outermost = engine.state.kernelDepth === 0;
    const computed = runKernelFunc.call(engine, kernel);
    if (outermost && recording) write(kernel, [computed].flat(), engine.state.activeTape?.at(-1));
    return computed;
  };
  const seen =
    <A extends unknown[], R>(reading: (...args: A) => R) =>
    (...args: A): R => {
      if (recording && !noting && engine.state.kernelDepth === 0) throw new LabError(readingRefused);
      return reading.apply(node, args);
    };
  Object.assign(node, { readSync: seen(readSync), read: seen(read) });
  return () => {
    Object.assign(node, { readSync, read });
    engine.runKernelFunc = runKernelFunc;
  };
}

const readingRefused =
  "diagram: the function reads a tensor's value (dataSync, data, array, print …) while it is drawn, and what it does with it cannot be " +
  "seen; compute with it as a tensor, or read it outside";

function write({ kernelName = "", inputs, attrs = {} }: Kernel, outputs: tf.Tensor[], node?: TapeNode): void {
  if (!recording) return;
  const read = Object.values(inputs).flat().filter(Boolean);
  for (const tensor of read) note(tensor);
  const operation: Operation = {
    index: recording.operations.length,
    ...{
      name: kernelName,
      attributes: { ...attrs },
      inputs: read.map(({ id }) => id),
      outputs: outputs.map(({ id }) => id),
    },
  };
  recording.operations.push(operation);
  const results = outputs.map((tensor, port) => Object.assign(note(tensor), { by: operation, port }));
  const back = node?.gradient;
  if (!node || !back) return;
  node.gradient = (dys) => {
    [dys].flat().forEach((dy, i) => {
      if (dy) results[i].gradient = numbers(dy);
    });
    return back(dys);
  };
}

let noting = false;
/** Of larger tensors the first numbers alone are noted: nobody looks at more. */
const most = 100_000;

function note(tensor: tf.Tensor): Recorded {
  const { values } = recording as Recording;
  const known = values.get(tensor.id);
  if (known) return known;
  const isWhole = tensor.size <= most;
  const { id, shape, dtype } = tensor;
  const value = { ...{ id, shape: [...shape], dtype, port: 0 }, data: isWhole ? numbers(tensor) : [], isWhole };
  values.set(tensor.id, value);
  return value;
}

function numbers(tensor: tf.Tensor): number[] {
  noting = true;
  try {
    return Array.from(tensor.dataSync());
  } finally {
    noting = false;
  }
}
