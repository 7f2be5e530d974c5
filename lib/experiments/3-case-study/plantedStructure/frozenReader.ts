import { readStretch, type Stretch } from "../../../analysis/stretch";
import type { Cell, Params, State } from "../../../cells/cell";
import { type Clamp, clamped } from "../../../cells/clamped";
import { compile } from "../../../core/compile";
import { tf } from "../../../core/tf";
import { type CharLm, charLm } from "../../../models/charLm";
import { surprises } from "../../../models/crossEntropy";

export interface ScoredReading {
  readonly params: Params;
  readonly tokens: Int32Array;
  readonly stretch: Stretch;
}

/** Tells what each character of a text costs a language model; close it when it is no longer needed. */
export interface Scorer<G> {
  /** Bits of the character after each of the stretch. */
  bits(reading: ScoredReading, given: G): Float32Array;
  close(): void;
}

/** @param model may depend on tensors that differ from reading to reading: one compiled function serves them all */
export function scorer<G extends object>(model: (given: G) => CharLm): Scorer<G> {
  const read = compile((params: Params, inputs: tf.Tensor2D, targets: tf.Tensor2D, state: State, given: G) => {
    const { logits, state: next } = model(given).logits(params, inputs, state);
    const [N, T, V] = logits.shape;
    const nats = surprises(logits.reshape<tf.Tensor2D>([N * T, V]), targets.flatten());
    const bits = nats.div(Math.LN2).reshape([N, T]).transpose();
    return { values: bits.reshape<tf.Tensor3D>([T, N, 1]), state: next };
  });
  return {
    close: read.close,
    bits({ params, tokens, stretch }, given) {
      const [bits] = readStretch(tokens, stretch, {
        state: model(given).zeroState(stretch.readers),
        read: ({ inputs, targets }, state) => read(params, inputs, targets, state, given),
      });
      return bits;
    },
  };
}

/** Measures a language model while some of its units are frozen at their means; close it when it is no longer needed. */
export interface FrozenReader {
  bits(units: readonly number[]): Float32Array;
  close(): void;
}

/** @param means of each unit, by the names of the cell's states */
export function frozenReader(
  cell: Cell,
  reading: ScoredReading,
  means: Readonly<Record<string, readonly number[]>>,
): FrozenReader {
  const { bits, close } = scorer((clamps: Readonly<Record<string, Clamp>>) => charLm(clamped(cell, clamps)));
  return {
    close,
    bits(units) {
      const clamps = Object.fromEntries(
        Object.entries(means).map(([name, at]) => {
          const held = at.map((_, unit) => Number(units.includes(unit)));
          return [name, { held: tf.tensor1d(held), at: tf.tensor1d([...at]) }];
        }),
      );
      const result = bits(reading, clamps);
      tf.dispose(clamps as tf.TensorContainer);
      return result;
    },
  };
}
