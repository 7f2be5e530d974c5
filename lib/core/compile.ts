import { expect } from "./errors";
import { backend } from "./graph/backend";
import { openSession, type Session } from "./graph/graphSession";
import { callInner, recordInner } from "./graph/inner";
import type { InnerCall } from "./graph/innerCall";
import { record } from "./graph/record";
import { type Recorder, recorder } from "./graph/recorder";
import { tf } from "./tf";
import { type Flat, flatten } from "./tree";

/** A function that runs as one native call; close it when it is no longer needed, or leave that to garbage collection. */
export type Compiled<A extends readonly unknown[], R> = ((...args: A) => R) & {
  /** For how many forms of arguments it has a graph, or knows that none can be loaded. */
  readonly graphs: number;
  close(): void;
};

interface Trace {
  readonly session: Session;
  readonly result: Flat;
}

/** By the form of the arguments; undefined where a graph could not be loaded. */
type Traces = Map<string, Trace | undefined>;

/**
 * The same function, recorded as a TensorFlow graph at its first call and from then on run as one native call.
 * Arguments and result are tensors, plain values, and arrays and objects of these. A plain value is part of the graph, and
 * so is a tensor that the function closes over; tensors among the arguments and `tf.Variable`s are read anew at each call.
 * New shapes, dtypes or plain values are recorded anew; of more than `maxGraphs` forms the one unused for longest is dropped.
 * Within another compiled function it becomes part of that one's graph. Inside a gradient, or with TFJS_COMPILE=0 in the
 * environment, the function simply runs.
 * @throws where `fn` reads a tensor's value, or draws random numbers: a graph would repeat them
 * @see compile.md
 */
export function compile<A extends readonly unknown[], R>(
  fn: (...args: A) => R,
  { maxGraphs = 8 }: { maxGraphs?: number } = {},
): Compiled<A, R> {
  expect(maxGraphs >= 1, `compile: maxGraphs: at least 1 expected, got ${maxGraphs}`);
  const traces: Traces = new Map();
  const close = () => closeAll(traces);
  const compiled = (...args: A): R => {
    if (tf.engine().state.gradientDepth > 0) return fn(...args); // the tape must see every operation
    const uncompiled = () => tf.tidy(() => fn(...args) as tf.TensorContainer) as R;
    if (!able()) return uncompiled();
    const { tensors, form, build } = flatten(args);
    const run = (inputs: readonly tf.Tensor[]) => fn(...(build(inputs) as unknown as A));
    expect(!tensors.some(({ isDisposed }) => isDisposed), "compile: a tensor among the arguments has been disposed");
    const outer = recorder();
    if (outer) return callWithin(outer, { fn, form, tensors, run }) as R;
    const used = traces.has(form) ? traces.get(form) : trace(tensors, run);
    // A Map keeps its order: the last is the one used last.
    traces.delete(form);
    traces.set(form, used);
    if (traces.size > maxGraphs) closeOldest(traces);
    return used ? (used.result.build(used.session.run(tensors)) as R) : uncompiled();
  };
  collected.register(compiled, traces);
  Object.defineProperty(compiled, "graphs", { get: () => traces.size });
  return Object.assign(compiled, { close }) as Compiled<A, R>;
}

/** Closes the graphs of a compiled function that nobody can call any more. */
const collected = new FinalizationRegistry<Traces>(closeAll);

function closeAll(traces: Traces): void {
  while (traces.size > 0) closeOldest(traces);
}

function closeOldest(traces: Traces): void {
  const [form] = traces.keys();
  traces.get(form)?.session.close();
  traces.delete(form);
}

type Run = (inputs: readonly tf.Tensor[]) => unknown;

/** A run to be recorded: it returns the tensors of its result, and then there is the form to put others into. */
function flattening(run: Run) {
  const recorded = {
    result: undefined as Flat | undefined,
    run(inputs: readonly tf.Tensor[]) {
      recorded.result = flatten(tf.tidy(() => run(inputs) as tf.TensorContainer));
      return recorded.result.tensors;
    },
  };
  return recorded;
}

/** Undefined where a graph cannot be loaded. */
function trace(tensors: readonly tf.Tensor[], run: Run): Trace | undefined {
  const recorded = flattening(run);
  const recording = record(tensors, recorded.run);
  try {
    return { session: openSession(recording), result: recorded.result as Flat };
  } catch (error) {
    warn(`not compiled, so slower: ${(error as Error).message}`);
    return undefined;
  }
}

interface Call {
  readonly fn: unknown;
  readonly form: string;
  readonly tensors: readonly tf.Tensor[];
  readonly run: Run;
}

/** The call as a part of the graph that is being recorded: the function runs at its first call only. */
function callWithin(outer: Recorder, { fn, form, tensors, run }: Call): unknown {
  const calls = outer.inner.get(fn) ?? new Map<string, InnerCall>();
  outer.inner.set(fn, calls);
  const call = calls.get(form) ?? recordCall(outer, tensors, run);
  calls.set(form, call);
  return call.result.build(callInner(outer, call.inner, tensors));
}

function recordCall(outer: Recorder, tensors: readonly tf.Tensor[], run: Run): InnerCall {
  const recorded = flattening(run);
  const inner = recordInner(outer, tensors, recorded.run);
  return { inner, result: recorded.result as Flat };
}

/** Whether there is a binding that can load graphs, and nobody wants to look inside. */
function able(): boolean {
  if (process.env.TFJS_COMPILE === "0") return false;
  const can = tf.getBackend() === "tensorflow" && "runSavedModel" in backend().binding;
  if (!can) warn(`not compiled, so slower: tfjs-node's binding expected, got the backend "${tf.getBackend()}"`);
  return can;
}

/** The same message once. */
function warn(message: string): void {
  if (said.has(message)) return;
  said.add(message);
  process.emitWarning(message, "CompileWarning");
}
const said = new Set<string>();
