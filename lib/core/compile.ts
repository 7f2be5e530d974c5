import { briefly, expect } from "./errors";
import { callInner, recordInner } from "./graph/inner";
import type { InnerCall } from "./graph/innerCall";
import { type Recorder, recorder } from "./graph/recorder";
import { able, collected, flattening, LoadedGraphs, type RecordedRun } from "./loadedGraphs";
import { throwIfStopped } from "./stop";
import { disposed } from "./tensorText";
import { tf } from "./tf";
import { fromTf } from "./tfErrors";
import { type Flat, flatten } from "./tree";

/** A function that runs as one native call; close it when it is no longer needed, or leave that to garbage collection. */
export type Compiled<A extends readonly unknown[], R> = ((...args: A) => R) & {
  /** For how many forms of arguments it has a graph, or knows that none can be loaded. */
  readonly graphs: number;
  close(): void;
};

/** Whether what is computed now is being recorded as a graph. */
export const isRecording = (): boolean => recorder() !== undefined;

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
  options: { maxGraphs?: number } = {},
): Compiled<A, R> {
  expect(typeof fn === "function", () => `compile: fn: a function expected, got ${briefly(fn)}`);
  const isOptions = typeof options === "object" && options !== null && !(options instanceof Promise);
  expect(isOptions, () => `compile: options: an object expected, got ${briefly(options)}`);
  const wrong = Object.keys(options).find((name) => name !== "maxGraphs");
  expect(wrong === undefined, () => `compile: no option ${wrong}; did you mean maxGraphs?`);
  const { maxGraphs = 8 } = options;
  expect(
    Number.isInteger(maxGraphs) && maxGraphs >= 1,
    () => `compile: maxGraphs: at least 1 expected, got ${briefly(maxGraphs)}`,
  );
  const loaded = new LoadedGraphs(maxGraphs);
  const run = (...args: A): R => {
    throwIfStopped();
    if (tf.engine().state.gradientDepth > 0) return fn(...args); // the tape must see every operation
    const uncompiled = () => tf.tidy(() => fn(...args) as tf.TensorContainer) as R;
    if (!able()) return uncompiled();
    const flat = flatten(args);
    const { tensors, form, build } = flat;
    const again = (inputs: readonly tf.Tensor[]) => fn(...(build(inputs) as unknown as A));
    const gone = tensors.find(({ isDisposed }) => isDisposed);
    expect(gone === undefined, () => `compile: among the arguments ${disposed(gone as tf.Tensor)}`);
    const outer = recorder();
    if (outer) return callWithin(outer, { fn, form, tensors, run: again }) as R;
    const used = loaded.of(flat, again);
    return used ? (used.result.build(used.session.run(tensors)) as R) : uncompiled();
  };
  const compiled = (...args: A): R => {
    try {
      return run(...args);
    } catch (error) {
      throw fromTf(error);
    }
  };
  collected.register(compiled, loaded);
  Object.defineProperty(compiled, "graphs", { get: () => loaded.size });
  return Object.assign(compiled, { close: () => loaded.close() }) as Compiled<A, R>;
}

/**
 * A part that a compiled function calls again and again, such as some steps of a recurrence: recorded once, as a function
 * of the graph, and called there. Each call computes for itself, and only once all of its arguments are there. Elsewhere it
 * simply runs. The tape of a gradient does not see inside: it is for what has a gradient by hand (`withGradient`).
 */
export function shared<A extends readonly unknown[], R>(fn: (...args: A) => R): (...args: A) => R {
  return (...args) => {
    const outer = recorder();
    if (!outer) return tf.tidy(() => fn(...args) as tf.TensorContainer) as R;
    const { tensors, form, build } = flatten(args);
    const run = (inputs: readonly tf.Tensor[]) => fn(...(build(inputs) as unknown as A));
    return callWithin(outer, { fn, form, tensors, run, always: true }) as R;
  };
}

interface Call {
  readonly fn: unknown;
  readonly form: string;
  readonly tensors: readonly tf.Tensor[];
  readonly run: RecordedRun;
  /** A function of the graph however small it is. */
  readonly always?: boolean;
}

/** The call as a part of the graph that is being recorded: the function runs at its first call only. */
function callWithin(outer: Recorder, { fn, form, tensors, run, always }: Call): unknown {
  const calls = outer.inner.get(fn) ?? new Map<string, InnerCall>();
  outer.inner.set(fn, calls);
  const call = calls.get(form) ?? recordCall(outer, { tensors, run, always });
  calls.set(form, call);
  return call.result.build(callInner(outer, call.inner, tensors));
}

function recordCall(outer: Recorder, { tensors, run, always }: Pick<Call, "tensors" | "run" | "always">): InnerCall {
  const recorded = flattening(run);
  const inner = recordInner(outer, { tensors, run: recorded.run, always });
  return { inner, result: recorded.result as Flat };
}
