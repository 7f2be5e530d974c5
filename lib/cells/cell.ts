import { expectForm, forms } from "../core/argumentForms";
import { isRecording } from "../core/compile";
import { expect } from "../core/errors";
import type { Key } from "../core/random";
import { type GivenSequence, remembered } from "../core/remembered";
import { scoped } from "../core/scoped";
import { asOne, onTape } from "../core/tape";
import { statesLike, tensor, weightsOf } from "../core/tensorForms";
import type { NamedTensors } from "../core/tensors";
import { tf } from "../core/tf";
import { checkedStep } from "./stepErrors";

/** Weights by name. Plain tensors: `step` neither owns nor changes them. */
export type Params = NamedTensors;

/**
 * What a cell carries between time steps, each [N, H]; `h` is also its output. That is looked at when a step runs: tfjs's
 * types do not follow how many axes a result has.
 */
export type State = Readonly<{ h: tf.Tensor } & Record<string, tf.Tensor>>;

/**
 * One recurrence, without its weights and without its loop.
 * N batch, T time, D input, H hidden.
 */
export interface Cell<P extends Params = Params, S extends State = State> {
  readonly name: string;
  readonly inputSize: number;
  readonly hiddenSize: number;
  /** What the blocks of its weights' columns are called, in their order, such as i, f, o, g; of one block, nothing. */
  readonly gates?: readonly string[];
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
export type Input = tf.Tensor<tf.Rank.R1 | tf.Rank.R2>;

/** A sequence of these: [T, N, D] or [T, N] where time comes first, else [N, T, D] or [N, T]. */
export type Inputs = tf.Tensor<tf.Rank.R2 | tf.Rank.R3>;

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

/**
 * One step of a cell inside a network, h_t = f_W(h_{t−1}, x_t): the cell's own `step`, which a diagram draws as one thing.
 * @param layer of a stack, from 0
 */
export function cellStep<P extends Params, S extends State>(
  cell: Cell<P, S>,
  params: P,
  state: S,
  x: Input,
  layer?: number,
): S {
  const step = (from: S, input: Input) =>
    checkedStep({ name: cell.name, params, state: from, x: input }, () => cell.step(params, from, input));
  if (!onTape()) return step(state, x);
  const read = x.dtype === "int32" ? (tf.oneHot(x as tf.Tensor1D, cell.inputSize).cast("float32") as tf.Tensor2D) : x;
  const given = { kind: "step", name: cell.name, layer, reads: { ...state, x: read } } as const;
  return asOne(given, ({ x: input, ...from }) => step(from as unknown as S, input as tf.Tensor2D));
}

const cellForm = forms.fields({
  ...{ name: forms.text, inputSize: forms.size, hiddenSize: forms.size },
  ...{ init: forms.function, zeroState: forms.function, step: forms.function },
});

/** @throws where a model is not given a cell */
export function expectCell(where: string, cell: unknown): void {
  expectForm(`${where}: cell`, cellForm, cell);
}

/** What a user lets a cell read: weights, a sequence, and the state before it. */
interface GivenRun {
  readonly cell: Cell;
  readonly params: unknown;
  readonly x: Inputs;
  readonly initial?: unknown;
  readonly timeFirst?: boolean;
  /** How many sequences there must be. */
  readonly batch?: number | "N";
}

/**
 * Within a recording, a gradient or a drawing nothing is looked at: there it would be one part of what is computed.
 * @throws where weights, inputs and state do not go together with the cell
 */
export function expectRun(where: string, { cell, params, x, initial, timeFirst = false, batch = "N" }: GivenRun): void {
  if (onTape() || isRecording() || tf.engine().state.gradientDepth > 0) return;
  expectCell(where, cell);
  expectForm(where, forms.fields({ params: weightsOf(cell) }), { params });
  const axes: (string | number)[] = timeFirst ? ["T", batch] : [batch, "T"];
  const inputs = (x as tf.Tensor | null)?.dtype === "int32" ? tensor(...axes) : tensor(...axes, cell.inputSize);
  expectForm(where, forms.fields({ x: inputs }), { x });
  if (initial === undefined) return;
  const state = scoped(() => statesLike(cell.zeroState(x.shape[timeFirst ? 1 : 0])));
  expectForm(where, forms.fields({ initial: state }), { initial });
}

/** Every state of a run over x [N, T, D], from the one after x_1 on: `states[t].h` is h_{t+1}. The caller disposes them. */
export function scan<P extends Params, S extends State>(cell: Cell<P, S>, params: P, x: Inputs, initial?: S): S[] {
  expectRun("scan", { cell, params, x, initial });
  return tf.tidy(() => {
    const states = [initial ?? cell.zeroState(x.shape[0])];
    for (const xt of unstacked(x, 1)) states.push(cellStep(cell, params, states[states.length - 1], xt));
    return states.slice(1);
  });
}

/** The steps of a sequence along an axis. tfjs's unstack of a single one has no gradient. */
export const unstacked = (x: tf.Tensor, axis: number): Input[] =>
  (x.shape[axis] === 1 ? [x.squeeze([axis])] : tf.unstack(x, axis)) as Input[];

/** How a sequence is run. */
export interface UnrollOptions<S extends State = State> {
  /** The state before the first step; by default all zeros. */
  readonly initial?: S;
  /**
   * "sqrt": the gradient needs memory for √T steps instead of T, and about a third more time, for it runs the sequence
   * again in pieces (`remembered`). Values and gradients are the same, but for the last digits of sums.
   */
  readonly remember?: "sqrt";
}

/**
 * A whole sequence x [N, T, D]: the outputs h [N, T, H] and the state after the last step. The caller disposes both.
 * @throws for options that there are none of
 */
export function unroll<P extends Params, S extends State>(
  cell: Cell<P, S>,
  params: P,
  x: Inputs,
  options: UnrollOptions<S> = {},
) {
  expectOptions("unroll", options);
  expectRun("unroll", { cell, params, x, initial: options.initial });
  return tf.tidy(() => {
    const { hs, state } = unrollTimeMajor(cell, params, swapped(x) as Inputs, options);
    return { h: swapped(hs) as tf.Tensor3D, state };
  });
}

/** What a run's `remember` may be. */
export const rememberForm = forms.oneOf(["sqrt"]);
const unrollForm = forms.fields({}, { initial: forms.fields({}), between: forms.function, remember: rememberForm });

function expectOptions(where: string, given: object): void {
  expectForm(`${where}: options`, unrollForm, given);
  expect(!("h" in given), `${where}: options: { initial: state } expected, got the state itself`);
}

/** Looked at within a gradient, too: what a kernel says of it nobody understands. */
function expectBatch(xs: Inputs, initial: State | undefined): void {
  const [N, got] = [xs?.shape?.[1], initial?.h?.shape?.[0]];
  const wanted = `unrollTimeMajor: initial: the state of ${N} sequences, as the batch has, expected`;
  const isSame = N === undefined || got === undefined || got === N;
  expect(isSame, () => `${wanted}, got that of ${got}: zeroState(${N}) makes one`);
}

/** The same with time first, as the kernels read and write it: xs [T, N, D] to hs [T, N, H]. */
export function unrollTimeMajor<P extends Params, S extends State>(
  cell: Cell<P, S>,
  params: P,
  xs: Inputs,
  given: SequenceOptions & UnrollOptions<S> = {},
): Run<S> {
  expectOptions("unrollTimeMajor", given);
  const { initial, remember, ...options } = given;
  expectBatch(xs, initial);
  expectRun("unrollTimeMajor", { cell, params, x: xs, initial, timeFirst: true });
  expect(!remember || !options.between, `${cell.name}: remember: what is between layers would differ in each piece`);
  return tf.tidy(() => {
    const first = () => initial ?? cell.zeroState(xs.shape[1]);
    if (remember && !onTape()) return inPieces(cell, { params, initial: first(), reads: { xs } });
    if (cell.sequence && !onTape()) return cell.sequence(params, first(), xs, options);
    expect(!options.between, `${cell.name}: what is between layers can only be changed in a stack with its kernel`);
    const states = scan(cell, params, swapped(xs) as Inputs, initial);
    return { hs: tf.stack(states.map((state) => state.h)) as tf.Tensor3D, state: states[states.length - 1] };
  });
}

function inPieces<P extends Params, S extends State>(cell: Cell<P, S>, given: GivenSequence): Run<S> {
  const { state, outputs } = remembered(given, ({ params, initial, reads }) => {
    const { hs, state } = unrollTimeMajor(cell, params as P, reads.xs as Inputs, { initial: initial as S });
    return { state, outputs: { hs } };
  });
  return { hs: outputs.hs as tf.Tensor3D, state: state as S };
}

/** [N, T, …] as [T, N, …], and back. */
const swapped = (x: tf.Tensor): tf.Tensor => x.transpose(x.rank === 2 ? [1, 0] : [1, 0, 2]);
