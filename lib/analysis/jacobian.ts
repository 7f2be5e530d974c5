import { Matrix } from "ml-matrix";
import { type Cell, expectRun, type Input, type Inputs, type Params, type State, scan } from "../cells/cell";
import { tf } from "../core/tf";

/** The Jacobians of a run, and which of their rows and columns belong to which tensor of the state. */
export interface Jacobians {
  /** ∂s_t/∂s_{t−1} for t = 1 … T: S × S, row i and column j are ∂s_t[i]/∂s_{t−1}[j]. */
  readonly steps: readonly Matrix[];
  /** Half-open ranges in s: an LSTM has h in [0, H) and c in [H, 2H). */
  readonly ranges: Readonly<Record<string, readonly [number, number]>>;
}

/**
 * The Jacobian of every step of one sequence, over the full state: for an LSTM the 2H × 2H block of (h, c).
 * @param x [1, T, D]
 * @see lecture 5.1
 */
export function stateJacobians<P extends Params, S extends State>(
  cell: Cell<P, S>,
  params: P,
  x: Inputs,
  initial?: S,
): Jacobians {
  expectRun("stateJacobians", { cell, params, x, initial, batch: 1 });
  const zero = cell.zeroState(1);
  const names = carried(zero);
  const jacobians = tf.tidy(() => {
    const before = [initial ?? zero, ...scan(cell, params, x, initial)];
    return (tf.unstack(x, 1) as Input[]).map((input, t) =>
      tf.tidy(() => stepJacobian(cell, params, { state: before[t], input, names })),
    );
  });
  const ranges = rangesOf(names.map((name) => [name, zero[name].size]));
  const steps = jacobians.map((jacobian) => new Matrix(jacobian.arraySync()));
  tf.dispose([zero, jacobians] as tf.TensorContainer);
  return { steps, ranges };
}

/** One range after another. */
function rangesOf(sizes: readonly (readonly [string, number])[]): Jacobians["ranges"] {
  const ranges: Record<string, readonly [number, number]> = {};
  let from = 0;
  for (const [name, size] of sizes) {
    ranges[name] = [from, from + size];
    from += size;
  }
  return ranges;
}

/** A stack's h is its top layer's under a second name: no step reads it. */
const carried = (state: State): string[] => {
  const layered = Object.keys(state).filter((name) => name.includes("."));
  return layered.length > 0 ? layered : Object.keys(state);
};

/** One backward pass over S copies of the state: the i-th copy's loss is the i-th component of the next state. */
function stepJacobian<P extends Params, S extends State>(
  cell: Cell<P, S>,
  params: P,
  { state, input, names }: { state: S; input: Input; names: readonly string[] },
): tf.Tensor2D {
  const size = names.reduce((sum, name) => sum + state[name].size, 0);
  const copies = (tensor: tf.Tensor) => tensor.tile(tensor.rank === 1 ? [size] : [size, 1]);
  const repeated = Object.fromEntries(Object.entries(state).map(([name, tensor]) => [name, copies(tensor)]));
  const components = (...parts: tf.Tensor[]) => {
    const from = { ...repeated, ...Object.fromEntries(names.map((name, n) => [name, parts[n]])) } as unknown as S;
    const next = cell.step(params, from, copies(input) as Input);
    return tf
      .concat(
        names.map((name) => next[name]),
        1,
      )
      .mul(tf.eye(size))
      .sum();
  };
  return tf.concat(tf.grads(components)(names.map((name) => repeated[name])), 1) as tf.Tensor2D;
}

/** ∂s_T/∂s_{T−k} = J_T J_{T−1} … J_{T−k+1} for k = 1 … T, in double precision. */
export function products(steps: readonly Matrix[]): Matrix[] {
  const all: Matrix[] = [];
  for (const step of [...steps].reverse()) all.push(all.length === 0 ? step : all[all.length - 1].mmul(step));
  return all;
}

/** The block of the rows of one tensor of the state and the columns of another: ∂c/∂h, for example. */
export function block({ ranges }: Pick<Jacobians, "ranges">, matrix: Matrix, of: string, by: string): Matrix {
  const [[top, bottom], [left, right]] = [ranges[of], ranges[by]];
  return matrix.subMatrix(top, bottom - 1, left, right - 1);
}
