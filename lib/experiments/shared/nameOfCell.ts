import type { CellName } from "../../cells/stackOf";

/** "RNN", "GRU", "LSTM" */
export const nameOfCell = (cell: CellName): string => (cell === "vanilla" ? "RNN" : cell.toUpperCase());
