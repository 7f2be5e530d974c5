import type { Cell, Params } from "../../cells/cell";
import type { CellSpec } from "../../cells/spec";
import { cellOf } from "../../cells/stackOf";
import { numbered, type Vocabulary } from "../../data/vocabulary";
import { type ManyToMany, manyToMany } from "../manyToMany";
import { type ManyToOne, manyToOne } from "../manyToOne";
import { weightsIn } from "../weightsIn";
import type { AboutNetwork, ShippedFile } from "./shippedNetwork";

/** What a reader of digits is built from. */
export interface DigitReaderSpec {
  /** It reads a row of pixels a step. */
  readonly cell: CellSpec;
  /** How many rows there are. */
  readonly length: number;
}

/** A network that reads a digit row by row and says which it is. */
export interface DigitReader {
  readonly cell: Cell;
  /** Reads rows [N, 8, 8], from 0 (white) to 1 (black): logits [N, 10] after the last. */
  readonly model: ManyToOne;
  /** The same weights with the read-out after each row: logits [N, 8, 10], what it thinks on its way. */
  readonly everyRow: ManyToMany;
  /** Class 7 is "7". */
  readonly vocabulary: Vocabulary;
}

/** The same of weights that have learnt. */
export interface TrainedDigits extends DigitReader {
  /** The caller disposes them. */
  readonly params: Params;
  readonly about: AboutNetwork;
}

export function digitReader({ cell: spec, length }: DigitReaderSpec): DigitReader {
  const [cell, vocabulary] = [cellOf(spec), numbered(Array.from("0123456789"))];
  const classes = vocabulary.size;
  return { cell, vocabulary, model: manyToOne(cell, { classes, length }), everyRow: manyToMany(cell, { classes }) };
}

export function shippedDigits({ file, read, about }: ShippedFile): TrainedDigits {
  const reader = digitReader(about.spec as unknown as DigitReaderSpec);
  return { ...reader, params: weightsIn(file, read, reader.model), about };
}
