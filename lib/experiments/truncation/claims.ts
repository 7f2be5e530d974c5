import { leastSquares } from "../../analysis/leastSquares";
import { estimate, mean } from "../../analysis/statistics";
import { builders } from "../builders";
import { type Experiment, experiment } from "../experiment";
import { judgeAbove } from "../judge";
import { counts, someOf } from "../options";
import {
  type BiasConfig,
  type BiasModelResult,
  type BiasResult,
  biasDefaults,
  biasPresets,
  claimedWindow,
  runBias,
} from "./bias";
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
  type RecallConfig,
  type RecallResult,
  recallDefaults,
  recallPresets,
  runRecall,
} from "./recall";

const section = "2.2";
const expected = "holds" as const;

const learning = {
  section,
  expected,
  defaults: learningDefaults,
  presets: learningPresets,
  run: runLearning,
};

export const carriedState: Experiment<LearningConfig, LearningResult> = experiment({
  ...learning,
  id: "2.2-carried-state",
  claim: "A window that carries its state learns to predict better than the same window with an empty state.",
  figures: { learning: learningFigure },
  tables: { ends: learningTable },
  judge(result) {
    const { windows } = result.config;
    const gain = (models: readonly LearningModelResult[], length: number) => {
      const end = (kind: string) => models.find((model) => model.kind === kind && model.windowLength === length)!;
      const emptied = end("emptied");
      return Math.min(emptied.carriedBits!, emptied.emptiedBits!) - end("carried").carriedBits!;
    };
    return judgeSeeds(
      result,
      (models) => mean(windows.map((length) => gain(models, length))),
      (seeds) =>
        `the carried state saves ${windows.map((length) => `${mean(seeds.map((models) => gain(models, length))).toFixed(3)} bits with windows of ${length}`).join(", ")}; ` +
        "the model that was trained without it is read in the way that suits it better. The effect is the paired difference, mean over the windows.",
    );
  },
});

export const windowsAreFaster: Experiment<LearningConfig, LearningResult> = experiment({
  ...learning,
  id: "2.2-faster-than-full",
  claim: "In the time that full BPTT takes, a sliding window that carries its state reaches a lower loss.",
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
    return judgeSeeds(
      result,
      (models) => pair(models).full - pair(models).window,
      (seeds) => {
        const average = (of: "full" | "window" | "time") =>
          mean(seeds.map((models) => pair(models)[of])).toFixed(of === "time" ? 1 : 3);
        return (
          `after ${average("time")} s a window of ${length} has reached ${average("window")} bits per held-out character, ` +
          `full BPTT over ${excerpt} characters ${average("full")}; the effect is the paired difference.`
        );
      },
    );
  },
});

/** Over the seeds of which every method has finished. */
function judgeSeeds(
  { models, config }: LearningResult,
  effect: (models: readonly LearningModelResult[]) => number,
  measured: (seeds: readonly (readonly LearningModelResult[])[]) => string,
) {
  const each = 2 * config.windows.length + config.fullRates.length;
  const sound = models.filter(
    ({ ended, carriedBits, emptiedBits }) => ended === "finished" && carriedBits !== null && emptiedBits !== null,
  );
  const seeds = [...new Set(sound.map(({ seed }) => seed))]
    .map((seed) => sound.filter((model) => model.seed === seed))
    .filter((own) => own.length === each);
  const about = `${seeds.length} seeds of ${config.cell}, ${config.hiddenSize} units, ${config.excerpt * config.excerpts} characters for each of ${config.batchSize} readers`;
  if (seeds.length < 2) return judgeAbove(undefined, `${about}: too few for an interval.`);
  return judgeAbove(estimate(seeds.map(effect)), `${about}: ${measured(seeds)}`);
}

export const memoryOfWindow: Experiment<MemoryConfig, MemoryResult> = experiment({
  id: "2.2-memory",
  section,
  claim: "The memory of training grows linearly with the window, and not with the text.",
  expected,
  defaults: memoryDefaults,
  presets: memoryPresets,
  run: runMemory,
  figures: { memory: memoryFigure },
  judge({ peaks, config, leastBytes }) {
    const { windows, steps } = config;
    const finished = peaks.filter(({ ended }) => ended === "finished");
    const runs = Array.from({ length: config.seeds }, (_, i) => finished.filter(({ seed }) => seed === i + 1)).filter(
      ({ length }) => length === windows.length,
    );
    const about = `${finished.length} fresh processes`;
    if (runs.length < 2) return judgeAbove(undefined, `${about}: too few for an interval.`);
    const line = (run: (typeof runs)[number], which: "short" | "long") =>
      leastSquares(
        run.map(({ windowLength }) => windowLength),
        run.map((peak) => peak[which].megabytes),
      );
    // Growth by a window's characters, less growth by three times as many characters of text.
    const byText = (run: (typeof runs)[number]) =>
      mean(run.map(({ short, long, windowLength }) => (long.megabytes - short.megabytes) / (3 * steps * windowLength)));
    const average = (of: (run: (typeof runs)[number]) => number) => mean(runs.map(of));
    const slope = average((run) => line(run, "short").slope);
    return judgeAbove(
      estimate(runs.map((run) => Math.min(line(run, "short").r2, 1 - byText(run) / line(run, "short").slope))),
      `${about}: ${slope.toFixed(3)} MB for each character of the window (R² ${average((run) => line(run, "short").r2).toFixed(4)}), ` +
        `${(slope / (leastBytes / 2 ** 20)).toFixed(1)} times what h and the logits alone take; ${average(byText).toFixed(4)} MB for each further character of text. ` +
        "The effect is the lesser of R² and the share of growth that is not the text's.",
      0.95,
    );
  },
});

export const truncationBias: Experiment<BiasConfig, BiasResult> = experiment({
  id: "2.2-bias",
  section,
  claim: `At a window of ${claimedWindow} the truncated gradient of a trained RNN points nearly where the full one does: cosine above 0.95.`,
  expected,
  defaults: biasDefaults,
  presets: biasPresets,
  options: { cells: someOf(Object.keys(builders)), windows: counts },
  run: runBias,
  figures: { bias: biasFigure },
  judge({ models, config }) {
    const [first] = config.cells;
    const sound = models.filter(({ trained, fresh }) => trained.length > 0 && fresh.length > 0);
    const of = (cell: string) => sound.filter((model) => model.cell === cell);
    const at = (when: "fresh" | "trained", length: number) => (model: BiasModelResult) =>
      model[when].find(({ windowLength }) => windowLength === length)!;
    const about = `${of(first).length} networks each of ${config.cells.join(", ")}, ${config.hiddenSize} units`;
    if (of(first).length < 2) return judgeAbove(undefined, `${about}: too few for an interval.`, 0.95);
    const cosine = (cell: string, when: "fresh" | "trained") =>
      mean(of(cell).map((model) => at(when, claimedWindow)(model).cosine)).toFixed(3);
    const known = config.cells.filter((cell) => of(cell).length > 0);
    return judgeAbove(
      estimate(of(first).map((model) => at("trained", claimedWindow)(model).cosine)),
      `${about}: cosine at ${claimedWindow} after training ${known.map((cell) => `${cosine(cell, "trained")} (${cell})`).join(", ")}, ` +
        `at fresh weights ${known.map((cell) => `${cosine(cell, "fresh")} (${cell})`).join(", ")}; the effect is the first.`,
      0.95,
    );
  },
});

const recall = {
  section,
  defaults: recallDefaults,
  presets: recallPresets,
  run: runRecall,
  figures: { recall: recallFigure },
};

export const emptiedHorizon: Experiment<RecallConfig, RecallResult> = experiment({
  ...recall,
  expected,
  id: "2.2-horizon-emptied",
  claim: "Without carried state no lag outside the window is learnt.",
  judge: (result) =>
    judgeRecall(
      result,
      (accuracy) => 0.75 - accuracy("emptied", claimedLags(result.config.windowLength).outside),
      "The effect is how far, without carried state, the second lies below 75 %.",
    ),
});

export const carriedHorizon: Experiment<RecallConfig, RecallResult> = experiment({
  ...recall,
  expected,
  id: "2.2-horizon-carried",
  claim: "With carried state a lag half as long again as the window is learnt, although no gradient spans it.",
  judge: (result) =>
    judgeRecall(
      result,
      (accuracy) => accuracy("carried", claimedLags(result.config.windowLength).outside) - 0.75,
      "The effect is how far, with carried state, the second lies above 75 %.",
    ),
});

type Accuracy = (kind: Kind, lag: number) => number;

function judgeRecall({ models, config }: RecallResult, effect: (accuracy: Accuracy) => number, about: string) {
  const { inside, outside, far } = claimedLags(config.windowLength);
  const finished = models.filter(({ ended }) => ended === "finished");
  const seeds = Array.from({ length: config.seeds }, (_, i) => finished.filter(({ seed }) => seed === i + 1));
  const accuracyIn =
    (own: RecallResult["models"]): Accuracy =>
    (kind, lag) =>
      own.find((model) => model.kind === kind && model.lag === lag)!.accuracy;
  const whole = seeds.filter((own) => own.length === config.lags.length * 3);
  const what = `${whole.length} seeds, windows of ${config.windowLength} and ${config.longWindow}`;
  if (whole.length < 2) return judgeAbove(undefined, `${what}: too few for an interval.`);
  const percent = (kind: Kind, lag: number) =>
    `${(100 * mean(whole.map((own) => accuracyIn(own)(kind, lag)))).toFixed(1)}`;
  const row = (kind: Kind) => [inside, outside, far].map((lag) => percent(kind, lag)).join(", ");
  return judgeAbove(
    estimate(whole.map((own) => effect(accuracyIn(own)))),
    `${what}, right answers at lags ${inside}, ${outside}, ${far}: ${row("carried")} % with carried state, ${row("emptied")} % without, ` +
      `${row("long")} % with the longer window. ${about}`,
  );
}
