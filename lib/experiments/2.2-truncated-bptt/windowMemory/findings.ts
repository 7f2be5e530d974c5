import type { Findings } from "../../../view/withFinding";
import { nameOfCell } from "../../shared/nameOfCell";
import type { MemoryResult } from "./config";
import { growthOf, ofCostliestCell } from "./growth";

export const memoryFindings = {
  memory: (result) => {
    const { cells, windows } = result.config;
    if (result.peaks.length < cells.length * windows.length || windows.length < 2) return undefined;
    const slopes = cells.map(
      (cell) => `${(growthOf(result, cell).slope / 2 ** 20).toFixed(2)} MB (${nameOfCell(cell)})`,
    );
    return `Each further character of the window takes ${slopes.join(", ")}`;
  },
  remembered: ({ peaks }) => {
    const { own, to } = ofCostliestCell(peaks);
    if (own.length < 2) return undefined;
    const mb = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MB`;
    return `${nameOfCell(to.cell)} over ${to.windowLength} characters: √T states kept take ${mb(to.remembered)} instead of ${mb(to.whole)}`;
  },
} satisfies Findings<MemoryResult>;
