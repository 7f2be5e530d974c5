import { expectForms, forms } from "../core/argumentForms";
import { expect } from "../core/errors";
import type { NamedTensors } from "../core/tensors";
import { tf } from "../core/tf";

/** Characters of a text that several readers read side by side, an equal part each. */
export interface Stretch {
  /** Where the first reader's part begins. */
  readonly from: number;
  /** Of all parts together. */
  readonly length: number;
  readonly readers: number;
  /** From one part's beginning to the next; by default they follow one another without a gap. */
  readonly stride?: number;
  /** How many characters before its part each reads first, so that its state is that of one who reads on. */
  readonly warmUp: number;
}

const { count, finite, size } = forms;
const stretchForm = forms.fields({ from: count, length: size, readers: size, warmUp: count }, { stride: finite });

/** @throws where there is no such stretch */
export const expectStretch = (where: string, tokens: Int32Array, stretch: Stretch): void =>
  expectForms(where, { tokens: [forms.tokens, tokens], stretch: [stretchForm, stretch] });

/** Tokens [N, T] of N readers, and the tokens that follow them. */
export type Block = { readonly inputs: tf.Tensor2D; readonly targets: tf.Tensor2D };

/** The characters of a stretch: their places in the text, in order. */
export function placesOf({ from, length, readers, stride = length / readers }: Stretch): number[] {
  const part = length / readers;
  return Array.from({ length }, (_, i) => from + Math.floor(i / part) * stride + (i % part));
}

export interface ReadOptions<S extends NamedTensors> {
  /** Before the first character of the warm-up; it is disposed here. */
  readonly state: S;
  /** Reads a block: K values a character, [T, N, K], and the state after it. */
  readonly read: (block: Block, state: S) => { values: tf.Tensor3D; state: S };
  /** How many characters are read at once: what a reader reads is a multiple of it. */
  readonly blockLength?: number;
  /** Who is told what is wrong with the stretch. */
  readonly where?: string;
}

/** K rows of values, one for each character of the stretch, in the order of the text. */
export function readStretch<S extends NamedTensors>(
  tokens: Int32Array,
  stretch: Stretch,
  { state: initial, read, blockLength: T = 16, where = "readStretch" }: ReadOptions<S>,
): Float32Array[] {
  const { from, length, readers: N, warmUp } = stretch;
  const part = length / N;
  const { stride = part } = stretch;
  const end = from + (N - 1) * stride + part;
  expect(
    from >= warmUp && end < tokens.length,
    () => `${where}: a stretch within ${warmUp} … ${tokens.length - 1} expected, got ${from} … ${end}`,
  );
  expect(
    Number.isInteger(part / T) && Number.isInteger(warmUp / T),
    () => `${where}: parts and warm-up in multiples of ${T} characters expected, got ${part} and ${warmUp}`,
  );
  const rows: Float32Array[] = [];
  let state = initial;
  for (let start = -warmUp; start < part; start += T) {
    const block = blockAt(tokens, (n) => from + n * stride + start, [N, T]);
    const { values, state: next } = read(block, state);
    const [, , K] = values.shape;
    if (start >= 0) {
      while (rows.length < K) rows.push(new Float32Array(length));
      scatter(values.dataSync(), rows, { N, T, part, start });
    }
    tf.dispose([block, values, state] as tf.TensorContainer);
    state = next;
  }
  tf.dispose(state as tf.TensorContainer);
  return rows;
}

function blockAt(tokens: Int32Array, startOf: (n: number) => number, [N, T]: [number, number]): Block {
  const at = (shift: number) => {
    const all = new Int32Array(N * T);
    for (let n = 0; n < N; n++) all.set(tokens.subarray(startOf(n) + shift, startOf(n) + shift + T), n * T);
    return tf.tensor2d(all, [N, T], "int32");
  };
  return { inputs: at(0), targets: at(1) };
}

interface Place {
  readonly N: number;
  readonly T: number;
  /** How long a reader's part is, and where in it the block starts. */
  readonly part: number;
  readonly start: number;
}

/** From [T, N, K] to K rows. */
function scatter(values: ArrayLike<number>, rows: readonly Float32Array[], { N, T, part, start }: Place): void {
  const K = rows.length;
  for (let t = 0; t < T; t++)
    for (let n = 0; n < N; n++) for (let k = 0; k < K; k++) rows[k][n * part + start + t] = values[(t * N + n) * K + k];
}
