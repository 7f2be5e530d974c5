import { leastSquares } from "../../../analysis/leastSquares";
import { mean } from "../../../analysis/statistics";
import type { CellName } from "../../../cells/stackOf";
import type { MemoryResult, Peak } from "./config";

/** How the peak grows, in bytes: with each character of the window, by the line through its lengths, and with each further character of text. */
export function growthOf({ peaks, config }: MemoryResult, cell: CellName) {
  const own = peaks.filter((peak) => peak.cell === cell);
  const line = leastSquares(
    own.map(({ windowLength }) => windowLength),
    own.map(({ short }) => short),
  );
  const byText = mean(own.map(({ short, long, windowLength }) => (long - short) / (3 * config.steps * windowLength)));
  return { ...line, byText };
}

/** The peaks of the cell that takes most, and those of the shortest and the longest window. */
export function ofCostliestCell(peaks: readonly Peak[]) {
  const cell = [...peaks].sort((a, b) => b.whole - a.whole)[0]?.cell;
  const own = peaks.filter((peak) => peak.cell === cell).sort((a, b) => a.windowLength - b.windowLength);
  return { own, from: own[0], to: own[own.length - 1] };
}
