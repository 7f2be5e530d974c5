import { isRecording } from "./compile";
import { expect } from "./errors";
import type { Repetition, TensorValues } from "./graph/repetition";
import { able, collected, LoadedGraphs, type RecordedRun } from "./loadedGraphs";
import { throwIfStopped } from "./stop";
import { disposed } from "./tensorText";
import { tf } from "./tf";
import { fromTf } from "./tfErrors";
import { flatten } from "./tree";

/** From a state to the next one, which has the same form, and the tensors whose values are looked at. */
export type LoopStep<G, S> = (given: G, state: S) => { readonly state: S; readonly seen: readonly tf.Tensor[] };

/** Calls `body`, which takes steps with `next` from a state on; returns the state after the last one, which is the caller's. */
export type CompiledLoop<G, S> = ((given: G, state: S, body: (next: () => TensorValues[]) => void) => S) & {
  close(): void;
};

/**
 * A step that is taken many times in a row, compiled: s_{t+1}, seen_t = step(given, s_t). `given` stays the same for a loop,
 * and the state stays inside TensorFlow, so that a step is one native call and little else: where a single sequence takes a
 * small step, most of the time of a `compile`d function would go by around its call.
 * Form and graphs are as of `compile`; with TFJS_COMPILE=0 the step simply runs.
 * @throws where the next state has another form; in a gradient or a compiled function, for a loop reads values
 * @see compile.md
 */
export function compileLoop<G, S>(step: LoopStep<G, S>): CompiledLoop<G, S> {
  const loaded = new LoadedGraphs(8);
  const loop = (given: G, state: S, body: (next: () => TensorValues[]) => void): S => {
    throwIfStopped();
    const inside = isRecording() || tf.engine().state.gradientDepth > 0;
    expect(!inside, "compileLoop: a loop reads values, so it can be neither in a gradient nor in a compiled function");
    const [all, carried] = [flatten([given, state]), flatten(state)];
    const gone = all.tensors.find(({ isDisposed }) => isDisposed);
    expect(gone === undefined, () => `compileLoop: among the arguments ${disposed(gone as tf.Tensor)}`);
    const run: RecordedRun = (inputs) => {
      const { state: next, seen } = step(...(all.build(inputs) as [G, S]));
      const ordered = inOrderOf(state, next);
      const { form } = flatten(ordered);
      expect(
        form === carried.form,
        () => `compileLoop: a next state of the form ${carried.form} expected, got ${form}`,
      );
      return [ordered, seen];
    };
    const used = able() ? loaded.of(all, run) : undefined;
    const count = carried.tensors.length;
    const steps = used ? used.session.repeat(all.tensors, count) : stepByStep(all.tensors, count, run);
    try {
      body(() => {
        throwIfStopped();
        return steps.next();
      });
    } catch (error) {
      tf.dispose(steps.end());
      throw fromTf(error);
    }
    return carried.build(steps.end()) as S;
  };
  collected.register(loop, loaded);
  return Object.assign(loop, { close: () => loaded.close() });
}

/** The tree with the keys of its objects in the order of the model's, where they have the same. */
function inOrderOf(model: unknown, tree: unknown): unknown {
  if (!isBranch(model) || !isBranch(tree)) return tree;
  const keys = Object.keys(model);
  if (keys.length !== Object.keys(tree).length || !keys.every((key) => key in tree)) return tree;
  return Object.fromEntries(keys.map((key) => [key, inOrderOf(model[key], tree[key])]));
}

const isBranch = (tree: unknown): tree is Record<string, unknown> =>
  typeof tree === "object" && tree !== null && Object.getPrototypeOf(tree) === Object.prototype;

/** The same where nothing can be compiled. */
function stepByStep(tensors: readonly tf.Tensor[], carried: number, run: RecordedRun): Repetition {
  const first = tensors.length - carried;
  let state = tensors.slice(first).map((tensor) => tensor.clone());
  return {
    next() {
      // Clones: one tensor may be in the state, or seen, more than once.
      const outputs = tf.tidy(() => {
        const { tensors: next } = flatten(run([...tensors.slice(0, first), ...state]));
        return next.map((tensor) => tensor.clone());
      });
      tf.dispose(state);
      state = outputs.slice(0, carried);
      const seen = outputs.slice(carried);
      const values = seen.map((output) => output.dataSync() as TensorValues);
      tf.dispose(seen);
      return values;
    },
    end: () => state,
  };
}
