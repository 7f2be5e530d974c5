import type { Cell } from "../../cells/cell";
import { gru } from "../../cells/gru";
import { lstm } from "../../cells/lstm";
import { vanilla } from "../../cells/vanilla";
import { charLm } from "../../models/charLm";
import { hiddenSizeFor, parameterCount } from "../../models/parameters";
import type { Kind, Match } from "./config";

/** One of the networks that are compared on a task. */
export interface Network {
  readonly kind: Kind;
  readonly match: Match;
  readonly cell: Cell;
}

export function cellOf(kind: Kind, inputSize: number, hiddenSize: number): Cell {
  const sizes = { inputSize, hiddenSize };
  if (kind === "RNN") return vanilla(sizes) as unknown as Cell;
  if (kind === "LSTM") return lstm(sizes) as unknown as Cell;
  return gru({ ...sizes, resetAfter: kind === "GRU, reset after" }) as unknown as Cell;
}

/** Four with `hiddenSize` units, and an RNN and an LSTM with as many parameters as the GRU; V inputs and V outputs. */
export function networks(V: number, hiddenSize: number): Network[] {
  const sized = (kind: Kind): Network => ({ kind, match: "size", cell: cellOf(kind, V, hiddenSize) });
  const parameters = parameterCount(charLm(cellOf("GRU", V, hiddenSize)));
  const equal = (kind: Kind): Network => {
    const size = hiddenSizeFor(parameters, (units) => charLm(cellOf(kind, V, units)));
    return { kind, match: "parameters", cell: cellOf(kind, V, size) };
  };
  return [sized("RNN"), sized("GRU"), sized("GRU, reset after"), sized("LSTM"), equal("RNN"), equal("LSTM")];
}
