import { builders } from "../../../cells/stackOf";
import { undecided } from "../../../lab/judgement";
import { counts, someOf } from "../../../lab/options";
import { study } from "../../../lab/study";
import { nameOfCell } from "../../shared/nameOfCell";
import { memoryDefaults, memoryPresets } from "./config";
import { rememberedMemoryFigure, windowMemoryFigure } from "./figures";
import { memoryFindings } from "./findings";
import { growthOf } from "./growth";
import { runMemory } from "./run";

/** 2.2: the memory that truncated BPTT takes, by the length of the window. */
export const windowMemory = study({
  id: "2.2-window-memory",
  defaults: memoryDefaults,
  presets: memoryPresets,
  options: { cells: someOf(Object.keys(builders)), windows: counts },
  run: runMemory,
  figures: { memory: windowMemoryFigure, remembered: rememberedMemoryFigure },
  findings: memoryFindings,
  claims: {
    // BPTT keeps the states of all steps between which it goes back: O(T) memory (Williams & Peng 1990, table 1).
    memory: {
      sentence: "The memory of training grows linearly with the window, and not with the text.",
      expected: "holds",
      figures: ["memory", "remembered"],
      judge(result) {
        const { cells, windows } = result.config;
        const criterion =
          "of each cell R² of the line through the windows' lengths, and the share of the growth that is not the text's, are above 0.99 " +
          "(what one byte in a hundred does besides no reader sees in the figure); bytes are counted, so that no seed or machine changes them";
        const complete = result.peaks.length === cells.length * windows.length;
        if (!complete || windows.length < 3)
          return undecided(criterion, "Three windows or more of each cell are needed.");
        const grown = cells.map((cell) => {
          const { slope, r2, byText } = growthOf(result, cell);
          const times = (slope / result.leastBytes).toFixed(1);
          return {
            effect: Math.min(r2, 1 - byText / slope),
            said:
              `${nameOfCell(cell)}: ${(slope / 2 ** 20).toFixed(3)} MB for each character of the window (R² ${r2.toFixed(5)}), ` +
              `${times} times what h and the logits alone take, ${(byText / 2 ** 20).toFixed(5)} MB for each further character of text`,
          };
        });
        const effect = Math.min(...grown.map((one) => one.effect));
        return {
          outcome: effect > 0.99 ? "holds" : "fails",
          ...{
            effect,
            interval: [effect, effect],
            effects: grown.map((one) => one.effect),
            unit: "share of the growth",
            bar: { is: "above", at: 0.99 },
          },
          ...{ criterion, measured: `${grown.map(({ said }) => said).join("; ")}. The effect is the least of all.` },
        };
      },
    },
  },
});
