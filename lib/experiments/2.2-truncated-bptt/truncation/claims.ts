import { mean } from "../../../analysis/statistics";
import { judge, type Question, type Row } from "../../../lab/judge";
import { study } from "../../../lab/study";
import { sound } from "../../../lab/trials";
import { wholeSeeds } from "../wholeSeeds";
import { type LearningModelResult, type LearningResult, learningDefaults, learningPresets } from "./config";
import { windowEndsTable, windowLearningFigure } from "./figures";
import { bestFull, bitsAt } from "./fullBptt";
import { runLearning } from "./run";

/** 2.2: windows with carried state, windows with an empty one, and full BPTT on the same text. */
export const truncation = study({
  id: "2.2-truncation",
  defaults: learningDefaults,
  presets: learningPresets,
  run: runLearning,
  figures: { learning: windowLearningFigure },
  tables: { ends: windowEndsTable },
  claims: {
    "carried-state": {
      sentence: "A window that carries its state learns to predict better than the same window with an empty state.",
      figures: ["learning"],
      judge(result) {
        const { windows } = result.config;
        const gains = (models: readonly LearningModelResult[]) => {
          const end = (kind: string, length: number) =>
            models.find((model) => model.kind === kind && model.windowLength === length)!;
          const gain = (length: number) => {
            const { carriedBits, emptiedBits } = end("emptied", length);
            return Math.min(carriedBits!, emptiedBits!) - end("carried", length).carriedBits!;
          };
          return Object.fromEntries(windows.map((length) => [length, gain(length)]));
        };
        return judgeSeeds(result, gains, {
          effect: (gain) => mean(windows.map((length) => gain[length])),
          measured: (gain) =>
            `the carried state saves ${windows.map((length) => `${gain[length].toFixed(3)} bits with windows of ${length}`).join(", ")}; ` +
            "the model that was trained without it is read in the way that suits it better. The effect is the paired difference, mean over the windows.",
        });
      },
    },
    "faster-than-full": {
      sentence: "In the time that full BPTT takes, a sliding window that carries its state reaches a lower loss.",
      figures: ["learning"],
      judge(result) {
        const { windows, excerpt } = result.config;
        const length = windows[Math.floor(windows.length / 2)];
        const pair = (models: readonly LearningModelResult[]) => {
          const full = bestFull({ ...result, models })[0].curve;
          const window = models.find((model) => model.kind === "carried" && model.windowLength === length)!.curve;
          const time = Math.min(...[full, window].map((curve) => curve.at(-1)!.seconds));
          return { full: bitsAt(full, time), window: bitsAt(window, time), time };
        };
        return judgeSeeds(result, pair, {
          effect: ({ full, window }) => full - window,
          measured: ({ full, window, time }) =>
            `after ${time.toFixed(1)} s a window of ${length} has reached ${window.toFixed(3)} bits per held-out character, ` +
            `full BPTT over ${excerpt} characters ${full.toFixed(3)}; the effect is the paired difference.`,
        });
      },
    },
  },
});

/** Over the seeds of which every method has finished. */
function judgeSeeds<S extends Row>(
  { models, config }: LearningResult,
  rowOf: (models: readonly LearningModelResult[]) => S,
  question: Omit<Question<S>, "about">,
) {
  const { cell, hiddenSize, excerpt, excerpts, batchSize, windows, fullRates } = config;
  const rows = wholeSeeds(sound(models), 2 * windows.length + fullRates.length).map(rowOf);
  const read = `${excerpt * excerpts} characters for each of ${batchSize} readers`;
  return judge(rows, { about: `${rows.length} seeds of ${cell}, ${hiddenSize} units, ${read}`, ...question });
}
