import type { tf } from "../tf";
import { adoptAll, type Binding, backend, type NativeTensor, nativeId } from "./backend";

/** The values of a tensor, in the order of its memory. */
export type TensorValues = ReturnType<Binding["tensorDataSync"]>;

/**
 * Runs of a graph in a row. What they carry on stays inside TensorFlow: to make tensors of it, and to let go of them, takes
 * longer than the run of a small graph.
 */
export interface Repetition {
  /** Runs once more: the values of the outputs that are not carried on. */
  next(): TensorValues[];
  /** The outputs that the last run carried on, or what the first one would begin with. No run may follow. */
  end(): tf.Tensor[];
}

interface Runs {
  /** How many outputs, the first ones, become inputs of the next run, the last ones. */
  readonly carried: number;
  /** Whether anything depends on an input: others are not fed. */
  isUsed(input: number): boolean;
  /** By output: which of what a run returns it is; several may be one. */
  readonly outputs: readonly number[];
  run(ids: readonly number[]): NativeTensor[];
}

export function repetition(tensors: readonly tf.Tensor[], { carried, isUsed, outputs, run }: Runs): Repetition {
  const { binding } = backend();
  const used = tensors.flatMap((_, i) => (isUsed(i) ? [i] : []));
  const ids = used.map((i) => nativeId(tensors[i]));
  const first = tensors.length - carried;
  const [kept, seen] = [outputs.slice(0, carried), outputs.slice(carried)];
  const moves = kept.flatMap((from, k) => (isUsed(first + k) ? [{ from, to: used.indexOf(first + k) }] : []));
  const [own, passing] = [new Set(kept), new Set(seen.filter((i) => !kept.includes(i)))];
  let last: readonly NativeTensor[] | undefined;
  return {
    next() {
      const fetched = run(ids);
      for (const i of own) if (last) binding.deleteTensor(last[i].id);
      last = fetched;
      for (const { from, to } of moves) ids[to] = fetched[from].id;
      const values = seen.map((i) => binding.tensorDataSync(fetched[i].id));
      for (const i of passing) binding.deleteTensor(fetched[i].id);
      return values;
    },
    end: () => (last ? adoptAll(last, kept) : tensors.slice(first).map((tensor) => tensor.clone())),
  };
}
