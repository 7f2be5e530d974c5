import type { Findings } from "../../../view/withFinding";
import { nameOfCell } from "../../shared/nameOfCell";
import type { MemoryResult } from "./config";
import { growthOf } from "./growth";

export const memoryFindings = {
  memory: (result) => {
    const { cells, windows } = result.config;
    if (result.peaks.length < cells.length * windows.length || windows.length < 2) return undefined;
    const slopes = cells.map(
      (cell) => `${(growthOf(result, cell).slope / 2 ** 20).toFixed(2)} MB (${nameOfCell(cell)})`,
    );
    return `Each further character of the window takes ${slopes.join(", ")}`;
  },
} satisfies Findings<MemoryResult>;
