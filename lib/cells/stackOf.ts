import { expectForm, expectSizes, forms } from "../core/argumentForms";
import type { Cell } from "./cell";
import { gru } from "./gru";
import { lstm } from "./lstm";
import type { CellSpec, Wiring } from "./spec";
import { stack } from "./stack";
import { vanilla } from "./vanilla";

/** The cells that an option can name. */
export const builders = { vanilla, lstm, gru };
/** The name of a cell, as options have it. */
export type CellName = keyof typeof builders;

/** Which cells stand on one another, and how large they are. */
export interface StackOptions extends Wiring {
  readonly cell: CellName;
  readonly layers: number;
  readonly inputSize: number;
  readonly hiddenSize: number;
  /** Of the lowest layer: 1 where it reads one-hot characters, so that they come in with the variance 1. */
  readonly fanIn?: number;
}

/** Equal layers of the cell that an option names. */
export function stackOf({ cell, layers, inputSize, hiddenSize, fanIn, residual, norm }: StackOptions): Cell {
  expectForm("stackOf: cell", forms.oneOf(Object.keys(builders)), cell);
  expectSizes("stackOf", { layers, inputSize, hiddenSize });
  return stack(
    Array.from({ length: layers }, (_, l) =>
      builders[cell](l === 0 ? { inputSize, hiddenSize, fanIn } : { inputSize: hiddenSize, hiddenSize }),
    ),
    wiringOf({ residual, norm }),
  );
}

/** The cell of which this is what it is built from, whatever a file holds instead. @throws where it is none of the lab's */
export function cellOf(spec: CellSpec): Cell {
  const { cell, layers, options } = spec as { cell?: CellName; layers?: readonly CellSpec[]; options?: StackOptions };
  if (Array.isArray(layers)) return stack(layers.map(cellOf), wiringOf(spec as Wiring));
  expectForm("cell", forms.oneOf(Object.keys(builders)), cell);
  expectForm("cell: options", forms.fields({}), options);
  return builders[cell as CellName](options as StackOptions);
}

const wiringOf = ({ residual, norm }: Wiring): Wiring => ({ ...(residual && { residual }), ...(norm && { norm }) });
