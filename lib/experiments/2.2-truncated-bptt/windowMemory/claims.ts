import { leastSquares } from "../../../analysis/leastSquares";
import { mean } from "../../../analysis/statistics";
import { judge } from "../../../lab/judge";
import { study } from "../../../lab/study";
import { sound } from "../../../lab/trials";
import { wholeSeeds } from "../wholeSeeds";
import { memoryDefaults, memoryPresets } from "./config";
import { windowMemoryFigure } from "./figures";
import { runMemory } from "./run";

/** 2.2: the memory that training takes, by the length of the window. */
export const windowMemory = study({
  id: "2.2-window-memory",
  defaults: memoryDefaults,
  presets: memoryPresets,
  run: runMemory,
  figures: { memory: windowMemoryFigure },
  claims: {
    memory: {
      sentence: "The memory of training grows linearly with the window, and not with the text.",
      figures: ["memory"],
      judge({ peaks, config, leastBytes }) {
        const { windows, steps } = config;
        const done = sound(peaks);
        const rows = wholeSeeds(done, windows.length).map((run) => {
          const { slope, r2 } = leastSquares(
            run.map(({ windowLength }) => windowLength),
            run.map(({ short }) => short.megabytes),
          );
          // Growth by a window's characters, less growth by three times as many characters of text.
          const byText = run.map(
            ({ short, long, windowLength }) => (long.megabytes - short.megabytes) / (3 * steps * windowLength),
          );
          return { slope, r2, byText: mean(byText) };
        });
        return judge(rows, {
          about: `${done.length} fresh processes`,
          effect: ({ slope, r2, byText }) => Math.min(r2, 1 - byText / slope),
          measured: ({ slope, r2, byText }) =>
            `${slope.toFixed(3)} MB for each character of the window (R² ${r2.toFixed(4)}), ` +
            `${(slope / (leastBytes / 2 ** 20)).toFixed(1)} times what h and the logits alone take; ${byText.toFixed(4)} MB for each further character of text. ` +
            "The effect is the lesser of R² and the share of growth that is not the text's.",
          least: 0.95,
        });
      },
    },
  },
});
