import type { Cell } from "./cell";
import { gru } from "./gru";
import { lstm } from "./lstm";
import { stack } from "./stack";
import { vanilla } from "./vanilla";

/** The cells that an option can name. */
export const builders = { vanilla, lstm, gru };
/** The name of a cell, as options have it. */
export type CellName = keyof typeof builders;

/** Which cells stand on one another, and how large they are. */
export interface StackOptions {
  readonly cell: CellName;
  readonly layers: number;
  readonly inputSize: number;
  readonly hiddenSize: number;
  /** Of the lowest layer: 1 where it reads one-hot characters, so that they come in with the variance 1. */
  readonly fanIn?: number;
}

/** Equal layers of the cell that an option names. */
export function stackOf({ cell, layers, inputSize, hiddenSize, fanIn }: StackOptions): Cell {
  return stack(
    Array.from({ length: layers }, (_, l) =>
      builders[cell](l === 0 ? { inputSize, hiddenSize, fanIn } : { inputSize: hiddenSize, hiddenSize }),
    ),
  );
}
