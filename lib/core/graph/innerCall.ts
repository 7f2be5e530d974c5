import type { tf } from "../tf";
import type { Flat } from "../tree";
import type { Callable, Port } from "./functionDef";
import type { Graph } from "./graph";

/** A compiled function that another one calls: recorded once, and in the outer graph as often as it is called. */
export interface Inner {
  readonly graph: Graph;
  /** The arguments' placeholders; undefined where nothing depends on them. */
  readonly inputs: readonly (Port | undefined)[];
  /** Tensors of the outer function that it closes over, by native id; of a variable it is the value at the call. */
  readonly borrowed: readonly (Port & { readonly id: number; readonly variable?: tf.Variable })[];
  readonly outputs: readonly (Port & { readonly shape: number[] })[];
  /** How the outer graph calls it, where it is large. */
  readonly callable?: Callable;
  /** Called for its being shared, however small: its nodes count where it is called. */
  readonly isShared: boolean;
}

/** A function that is called while another is recorded, and the form of its result. */
export interface InnerCall {
  readonly inner: Inner;
  readonly result: Flat;
}
