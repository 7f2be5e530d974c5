import { leastSquares } from "../../../analysis/leastSquares";
import { mean } from "../../../analysis/statistics";
import type { CellName } from "../../../cells/stackOf";
import type { MemoryResult } from "./config";

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
