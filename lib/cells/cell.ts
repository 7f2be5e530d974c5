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
  /** The lecture's h_t = f_W(h_{t-1}, x_t): pure, x [N, D]. */
  step(params: P, state: S, x: tf.Tensor2D): S;
}

/** The sizes every builder needs. */
export interface CellOptions {
  readonly inputSize: number;
  readonly hiddenSize: number;
}

/** Every state of a run over x [N, T, D], from the one after x_1 on: `states[t].h` is h_{t+1}. The caller disposes them. */
export function scan<P extends Params, S extends State>(cell: Cell<P, S>, params: P, x: tf.Tensor3D, initial?: S): S[] {
  return tf.tidy(() => {
    const states = [initial ?? cell.zeroState(x.shape[0])];
    for (const xt of tf.unstack(x, 1) as tf.Tensor2D[]) states.push(cell.step(params, states[states.length - 1], xt));
    return states.slice(1);
  });
}

/** A whole sequence x [N, T, D]: the outputs h [N, T, H] and the state after the last step. The caller disposes both. */
export function unroll<P extends Params, S extends State>(cell: Cell<P, S>, params: P, x: tf.Tensor3D, initial?: S) {
  return tf.tidy(() => {
    const states = scan(cell, params, x, initial);
    const h = tf.stack(
      states.map((state) => state.h),
      1,
    ) as tf.Tensor3D;
    return { h, state: states[states.length - 1] };
  });
}
