import { backend } from "./graph/backend";
import { openSession, type Session } from "./graph/graphSession";
import { record } from "./graph/record";
import { tf } from "./tf";
import { type Flat, flatten } from "./tree";

/** A function recorded for one form of its arguments, and the form of its result. */
export interface LoadedGraph {
  readonly session: Session;
  readonly result: Flat;
}

/** A call that is to be recorded, from the tensors among its arguments. */
export type RecordedRun = (inputs: readonly tf.Tensor[]) => unknown;

/** The graphs of one function, by the form of its arguments; of more than `most` the one unused for longest is closed. */
export class LoadedGraphs {
  /** Undefined where a graph could not be loaded. */
  readonly #byForm = new Map<string, LoadedGraph | undefined>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#byForm.size;
  }

  /** Recorded where there is none of this form yet; undefined where a graph cannot be loaded. */
  of({ form, tensors }: Pick<Flat, "form" | "tensors">, run: RecordedRun): LoadedGraph | undefined {
    const used = this.#byForm.has(form) ? this.#byForm.get(form) : trace(tensors, run);
    // A Map keeps its order: the last is the one used last.
    this.#byForm.delete(form);
    this.#byForm.set(form, used);
    if (this.#byForm.size > this.#most) this.#closeOldest();
    return used;
  }

  close(): void {
    while (this.#byForm.size > 0) this.#closeOldest();
  }

  #closeOldest(): void {
    const [form] = this.#byForm.keys();
    this.#byForm.get(form)?.session.close();
    this.#byForm.delete(form);
  }
}

/** Closes the graphs of a compiled function that nobody can call any more. */
export const collected = new FinalizationRegistry<LoadedGraphs>((loaded) => loaded.close());

/** A run to be recorded: it returns the tensors of its result, and then there is the form to put others into. */
export function flattening(run: RecordedRun) {
  const recorded = {
    result: undefined as Flat | undefined,
    run(inputs: readonly tf.Tensor[]) {
      recorded.result = flatten(tf.tidy(() => run(inputs) as tf.TensorContainer));
      return recorded.result.tensors;
    },
  };
  return recorded;
}

function trace(tensors: readonly tf.Tensor[], run: RecordedRun): LoadedGraph | undefined {
  const recorded = flattening(run);
  const recording = record(tensors, recorded.run);
  try {
    return { session: openSession(recording), result: recorded.result as Flat };
  } catch (error) {
    warn(`not compiled, so slower: ${(error as Error).message}`);
    return undefined;
  }
}

/** Whether there is a binding that can load graphs, and nobody wants to look inside. */
export function able(): boolean {
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
