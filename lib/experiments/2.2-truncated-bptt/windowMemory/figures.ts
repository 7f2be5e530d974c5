import { type Figure, lines, palette, type Series } from "../../../view/figure";
import { nameOfCell } from "../../shared/nameOfCell";
import type { MemoryResult } from "./config";
import { growthOf, ofCostliestCell } from "./growth";

const inMegabytes = (bytes: number): number => bytes / 2 ** 20;

/** Peak memory against the window's length, over a text and over one that is four times as long. */
export function windowMemoryFigure(result: MemoryResult): Figure {
  const { config, peaks, leastBytes } = result;
  const series = config.cells.flatMap((cell, i): Series[] => {
    const own = peaks.filter((peak) => peak.cell === cell);
    const line = (of: "short" | "long", windows: number): Series => ({
      ...{
        name: `${nameOfCell(cell)}, ${windows} windows read`,
        color: palette[i],
        dash: of === "short" ? "solid" : "dot",
      },
      ...{ x: own.map(({ windowLength }) => windowLength), y: own.map((peak) => inMegabytes(peak[of])), markers: true },
    });
    return own.length > 0 ? [line("short", config.steps), line("long", 4 * config.steps)] : [];
  });
  const most = Math.max(...config.windows);
  const least = { name: "h and logits alone", x: [0, most], y: [0, inMegabytes(leastBytes * most)], color: palette[6] };
  const slopes = config.cells
    .filter((cell) => peaks.filter((peak) => peak.cell === cell).length > 1)
    .map((cell) => `${inMegabytes(growthOf(result, cell).slope).toFixed(2)} MB (${nameOfCell(cell)})`);
  return lines([...series, least], {
    title: "Peak memory of back-propagation, above the weights",
    x: { title: "length of the window" },
    y: { title: "MB" },
    alt: `For each character of the window peak memory grows by ${slopes.join(", ")}, and hardly with the text`,
  });
}

/**
 * Peak memory against the length of a sequence, of the cell that takes most: the gradient through all of it, keeping every
 * step or √T states (Chen et al. 2016), and truncated to the shortest window.
 */
export function rememberedMemoryFigure({ peaks }: MemoryResult): Figure {
  const { own, from, to } = ofCostliestCell(peaks);
  const lengths = own.map(({ windowLength }) => windowLength);
  const line = (name: string, bytes: readonly number[], i: number): Series => ({
    ...{ name, x: lengths, y: bytes.map(inMegabytes), color: palette[i], markers: true },
  });
  const series = [
    line(
      "through the whole sequence, every step kept",
      own.map(({ whole }) => whole),
      1,
    ),
    line(
      "through the whole sequence, √T states kept",
      own.map(({ remembered }) => remembered),
      0,
    ),
    line(
      `truncated to windows of ${lengths[0]}`,
      own.map(() => from.short),
      2,
    ),
  ];
  const times = (of: "whole" | "remembered") => (own.length > 0 ? (to[of] / from[of]).toFixed(1) : "?");
  return lines(series, {
    title: `Peak memory of back-propagation, above the weights: ${to ? nameOfCell(to.cell) : ""}`,
    x: { title: "length of the sequence, T", log: true, ticks: lengths },
    y: { title: "MB", log: true },
    alt:
      `From ${lengths[0]} to ${lengths[lengths.length - 1]} characters memory grows ${times("whole")} times where every step is kept, ` +
      `${times("remembered")} times with √T states, and not at all in a window that slides`,
  });
}
