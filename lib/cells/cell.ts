import { expect } from "../core/errors";
import type { Key } from "../core/random";
import type { NamedTensors } from "../core/tensors";
import { tf } from "../core/tf";

/** Weights by name. Plain tensors: `step` neither owns nor changes them. */
export type Params = NamedTensors;

/** What a cell carries between time steps; `h` [N, H] is also its output. */
export type State = Readonly<{ h: tf.Tensor2D } & Record<string, tf.Tensor2D>>;

/**
 * One recurrence, without its weights and without its loop.
 * N batch, T time, D input, H hidden.
 */
export interface Cell<P extends Params = Params, S extends State = State> {
  readonly name: string;
  readonly inputSize: number;
  readonly hiddenSize: number;
  /** Fresh weights drawn from `key`; the caller disposes them. */
  init(key: Key): P;
  /** All-zero state for a batch of N. */
  zeroState(batchSize: number): S;
  /** The lecture's h_t = f_W(h_{t-1}, x_t): pure. */
  step(params: P, state: S, x: Input): S;
  /**
   * The same over a whole sequence, time first, in fewer and larger operations and with a gradient derived by hand.
   * A cell need not have it: one step is then taken after the other.
   */
  sequence?(params: P, initial: S, xs: Inputs, options?: SequenceOptions): Run<S>;
}

/** What a step reads: x [N, D]; or, where each x is one-hot, only the numbers of their ones: [N], int32. */
export type Input = tf.Tensor2D | tf.Tensor1D;

/** A sequence of these: [T, N, D] or [T, N] where time comes first, else [N, T, D] or [N, T]. */
export type Inputs = tf.Tensor3D | tf.Tensor2D;

/** Every output, time first [T, N, H], and the state after the last step. */
export type Run<S extends State> = {
  readonly hs: tf.Tensor3D;
  readonly state: S;
};

/** The sizes every builder needs. */
export interface CellOptions {
  /** D, how many numbers a step reads: of a one-hot input, how many symbols there are. */
  readonly inputSize: number;
  /** H, how many units the state h has. */
  readonly hiddenSize: number;
  /**
   * Of how many inputs that are not zero a step's x Wx is the sum, which decides how large fresh Wx are: `inputSize` by
   * default, 1 for one-hot inputs.
   */
  readonly fanIn?: number;
}

export interface SequenceOptions {
  /** Applied to the outputs of each layer that another layer reads: dropout, for example. */
  readonly between?: (hs: tf.Tensor3D, layer: number) => tf.Tensor3D;
}

/** Every state of a run over x [N, T, D], from the one after x_1 on: `states[t].h` is h_{t+1}. The caller disposes them. */
export function scan<P extends Params, S extends State>(cell: Cell<P, S>, params: P, x: Inputs, initial?: S): S[] {
  return tf.tidy(() => {
    const states = [initial ?? cell.zeroState(x.shape[0])];
    for (const xt of tf.unstack(x, 1) as Input[]) states.push(cell.step(params, states[states.length - 1], xt));
    return states.slice(1);
  });
}

/** A whole sequence x [N, T, D]: the outputs h [N, T, H] and the state after the last step. The caller disposes both. */
export function unroll<P extends Params, S extends State>(cell: Cell<P, S>, params: P, x: Inputs, initial?: S) {
  return tf.tidy(() => {
    const { hs, state } = unrollTimeMajor(cell, params, swapped(x) as Inputs, { initial });
    return { h: swapped(hs) as tf.Tensor3D, state };
  });
}

/** The same with time first, as the kernels read and write it: xs [T, N, D] to hs [T, N, H]. */
export function unrollTimeMajor<P extends Params, S extends State>(
  cell: Cell<P, S>,
  params: P,
  xs: Inputs,
  { initial, ...options }: SequenceOptions & { readonly initial?: S } = {},
): Run<S> {
  return tf.tidy(() => {
    if (cell.sequence) return cell.sequence(params, initial ?? cell.zeroState(xs.shape[1]), xs, options);
    expect(!options.between, `${cell.name}: what is between layers can only be changed in a stack with its kernel`);
    const states = scan(cell, params, swapped(xs) as Inputs, initial);
    return { hs: tf.stack(states.map((state) => state.h)) as tf.Tensor3D, state: states[states.length - 1] };
  });
}

/** [N, T, …] as [T, N, …], and back. */
const swapped = (x: tf.Tensor): tf.Tensor => x.transpose(x.rank === 2 ? [1, 0] : [1, 0, 2]);
