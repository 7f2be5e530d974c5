import { leastSquares } from "../../analysis/leastSquares";
import { mean } from "../../analysis/statistics";
import { builders } from "../builders";
import { type Experiment, experiment, type Study, study } from "../experiment";
import { judge, meanRow, type Question, type Row } from "../judge";
import { counts, someOf } from "../options";
import { type Bias, type BiasConfig, type BiasResult, biasDefaults, biasPresets, claimedWindow, runBias } from "./bias";
import { biasFigure, learningFigure, learningTable, memoryFigure, recallFigure } from "./figures";
import {
  bestFull,
  bitsAt,
  type LearningConfig,
  type LearningModelResult,
  type LearningResult,
  learningDefaults,
  learningPresets,
  runLearning,
} from "./learning";
import { type MemoryConfig, type MemoryResult, memoryDefaults, memoryPresets, runMemory } from "./memory";
import {
  claimedLags,
  type Kind,
  kinds,
  type RecallConfig,
  type RecallResult,
  recallDefaults,
  recallPresets,
  runRecall,
} from "./recall";

const learningClaim: Study<LearningConfig, LearningResult> = study({
  defaults: learningDefaults,
  presets: learningPresets,
  run: runLearning,
});

export const carriedState = learningClaim(
  "2.2-carried-state",
  "A window that carries its state learns to predict better than the same window with an empty state.",
  {
    figures: { learning: learningFigure },
    tables: { ends: learningTable },
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
);

export const windowsAreFaster = learningClaim(
  "2.2-faster-than-full",
  "In the time that full BPTT takes, a sliding window that carries its state reaches a lower loss.",
  {
    figures: { learning: learningFigure },
    tables: { ends: learningTable },
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
);

/** Over the seeds of which every method has finished. */
function judgeSeeds<S extends Row>(
  { models, config }: LearningResult,
  rowOf: (models: readonly LearningModelResult[]) => S,
  question: Omit<Question<S>, "about">,
) {
  const { cell, hiddenSize, excerpt, excerpts, batchSize, windows, fullRates } = config;
  const sound = models.filter(
    ({ ended, carriedBits, emptiedBits }) => ended === "finished" && carriedBits !== null && emptiedBits !== null,
  );
  const rows = wholeSeeds(sound, 2 * windows.length + fullRates.length).map(rowOf);
  const read = `${excerpt * excerpts} characters for each of ${batchSize} readers`;
  return judge(rows, { about: `${rows.length} seeds of ${cell}, ${hiddenSize} units, ${read}`, ...question });
}

export const memoryOfWindow: Experiment<MemoryConfig, MemoryResult> = experiment(
  "2.2-memory",
  "The memory of training grows linearly with the window, and not with the text.",
  {
    defaults: memoryDefaults,
    presets: memoryPresets,
    run: runMemory,
    figures: { memory: memoryFigure },
    judge({ peaks, config, leastBytes }) {
      const { windows, steps } = config;
      const finished = peaks.filter(({ ended }) => ended === "finished");
      const rows = wholeSeeds(finished, windows.length).map((run) => {
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
        about: `${finished.length} fresh processes`,
        effect: ({ slope, r2, byText }) => Math.min(r2, 1 - byText / slope),
        measured: ({ slope, r2, byText }) =>
          `${slope.toFixed(3)} MB for each character of the window (R² ${r2.toFixed(4)}), ` +
          `${(slope / (leastBytes / 2 ** 20)).toFixed(1)} times what h and the logits alone take; ${byText.toFixed(4)} MB for each further character of text. ` +
          "The effect is the lesser of R² and the share of growth that is not the text's.",
        least: 0.95,
      });
    },
  },
);

export const truncationBias: Experiment<BiasConfig, BiasResult> = experiment(
  "2.2-bias",
  `At a window of ${claimedWindow} the truncated gradient of a trained RNN points nearly where the full one does: cosine above 0.95.`,
  {
    defaults: biasDefaults,
    presets: biasPresets,
    options: { cells: someOf(Object.keys(builders)), windows: counts },
    run: runBias,
    figures: { bias: biasFigure },
    judge({ models, config }) {
      const sound = models.filter(({ trained, fresh }) => trained.length > 0 && fresh.length > 0);
      const cosine = (biases: readonly Bias[]) =>
        biases.find(({ windowLength }) => windowLength === claimedWindow)!.cosine;
      const rowsOf = (cell: string) =>
        sound
          .filter((model) => model.cell === cell)
          .map(({ fresh, trained }) => ({ fresh: cosine(fresh), trained: cosine(trained) }));
      const rows = rowsOf(config.cells[0]);
      const known = config.cells.filter((cell) => rowsOf(cell).length > 0);
      const each = (when: "fresh" | "trained") =>
        known.map((cell) => `${meanRow(rowsOf(cell))[when].toFixed(3)} (${cell})`).join(", ");
      return judge(rows, {
        about: `${rows.length} networks each of ${config.cells.join(", ")}, ${config.hiddenSize} units`,
        effect: ({ trained }) => trained,
        measured: () =>
          `cosine at ${claimedWindow} after training ${each("trained")}, at fresh weights ${each("fresh")}; the effect is the first.`,
        least: 0.95,
      });
    },
  },
);

const recallClaim: Study<RecallConfig, RecallResult> = study({
  defaults: recallDefaults,
  presets: recallPresets,
  run: runRecall,
});

export const emptiedHorizon = recallClaim(
  "2.2-horizon-emptied",
  "Without carried state no lag outside the window is learnt.",
  {
    figures: { recall: recallFigure },
    judge: (result) =>
      judgeRecall(result, {
        effect: ({ emptied }) => 0.75 - emptied.outside,
        says: "The effect is how far, without carried state, the second lies below 75 %.",
      }),
  },
);

export const carriedHorizon = recallClaim(
  "2.2-horizon-carried",
  "With carried state a lag half as long again as the window is learnt, although no gradient spans it.",
  {
    figures: { recall: recallFigure },
    judge: (result) =>
      judgeRecall(result, {
        effect: ({ carried }) => carried.outside - 0.75,
        says: "The effect is how far, with carried state, the second lies above 75 %.",
      }),
  },
);

/** The share of right answers by kind of window, at each of the lags that the claims speak of. */
type Accuracies = Record<Kind, Record<keyof ReturnType<typeof claimedLags>, number>>;

function judgeRecall(
  { models, config }: RecallResult,
  { effect, says }: { readonly effect: (row: Accuracies) => number; readonly says: string },
) {
  const lags = Object.entries(claimedLags(config.windowLength));
  const finished = models.filter(({ ended }) => ended === "finished");
  const rows = wholeSeeds(finished, config.lags.length * kinds.length).map((own) => {
    const at = (kind: Kind, lag: number) => own.find((model) => model.kind === kind && model.lag === lag)!.accuracy;
    const ofKind = (kind: Kind) => Object.fromEntries(lags.map(([name, lag]) => [name, at(kind, lag)]));
    return Object.fromEntries(kinds.map((kind) => [kind, ofKind(kind)])) as Accuracies;
  });
  const percents = (row: Record<string, number>) =>
    Object.values(row)
      .map((share) => (100 * share).toFixed(1))
      .join(", ");
  return judge(rows, {
    about: `${rows.length} seeds, windows of ${config.windowLength} and ${config.longWindow}, right answers at lags ${lags.map(([, lag]) => lag).join(", ")}`,
    effect,
    measured: ({ carried, emptied, long }) =>
      `${percents(carried)} % with carried state, ${percents(emptied)} % without, ` +
      `${percents(long)} % with the longer window. ${says}`,
  });
}

/** Everything of each seed that has so many. */
const wholeSeeds = <T extends { readonly seed: number }>(all: readonly T[], count: number): T[][] =>
  [...new Set(all.map(({ seed }) => seed))]
    .map((seed) => all.filter((one) => one.seed === seed))
    .filter(({ length }) => length === count);
