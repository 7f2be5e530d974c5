import type { Compiled } from "../core/compile";
import { tf } from "../core/tf";

/** As `core/compile.ts`: a page has no graphs, and the function simply runs. */
export function compile<A extends readonly unknown[], R>(fn: (...args: A) => R): Compiled<A, R> {
  const run = (...args: A): R =>
    tf.engine().state.gradientDepth > 0 ? fn(...args) : (tf.tidy(() => fn(...args) as tf.TensorContainer) as R);
  return Object.assign(run, { graphs: 0, close() {} });
}

export const isRecording = (): boolean => false;

export const shared =
  <A extends readonly unknown[], R>(fn: (...args: A) => R): ((...args: A) => R) =>
  (...args) =>
    tf.tidy(() => fn(...args) as tf.TensorContainer) as R;
