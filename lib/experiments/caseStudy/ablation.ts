import { readStretch, type Stretch } from "../../analysis/stretch";
import type { Cell, Params, State } from "../../cells/cell";
import { type Clamp, clamped } from "../../cells/clamped";
import { compile } from "../../core/compile";
import { tf } from "../../core/tf";
import { charLm } from "../../models/charLm";
import { surprises } from "../../models/crossEntropy";

/** Measures a language model while some of its units are held; close it when it is no longer needed. */
export interface Ablation {
  /** Bits of each character after those of the stretch, while `units` are held at their means. */
  bits(units: readonly number[]): Float32Array;
  close(): void;
}

export interface AblationOptions {
  readonly params: Params;
  readonly tokens: Int32Array;
  readonly stretch: Stretch;
  /** Where units are held: the mean of each, by the names of the cell's states. */
  readonly means: Readonly<Record<string, readonly number[]>>;
}

type Clamps = Readonly<Record<string, Clamp>>;

/** One compiled function for all choices of units: which are held is a tensor. */
export function ablation(cell: Cell, { params, tokens, stretch, means }: AblationOptions): Ablation {
  const read = compile((weights: Params, inputs: tf.Tensor2D, targets: tf.Tensor2D, state: State, clamps: Clamps) => {
    const { logits, state: next } = charLm(clamped(cell, clamps)).logits(weights, inputs, state);
    const [N, T, V] = logits.shape;
    const nats = surprises(logits.reshape<tf.Tensor2D>([N * T, V]), targets.flatten());
    const values = nats.div(Math.LN2).reshape([N, T]).transpose().reshape<tf.Tensor3D>([T, N, 1]);
    return { values, state: next };
  });
  return {
    close: read.close,
    bits(units) {
      const clamps = clampsOf(units, means);
      const [bits] = readStretch(tokens, stretch, {
        state: cell.zeroState(stretch.readers),
        read: ({ inputs, targets }, state) => read(params, inputs, targets, state, clamps),
      });
      tf.dispose(clamps as tf.TensorContainer);
      return bits;
    },
  };
}

function clampsOf(units: readonly number[], means: AblationOptions["means"]): Clamps {
  return Object.fromEntries(
    Object.entries(means).map(([name, at]) => {
      const held = at.map((_, unit) => Number(units.includes(unit)));
      return [name, { held: tf.tensor1d(held), at: tf.tensor1d([...at]) }];
    }),
  );
}
