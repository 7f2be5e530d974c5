import { judge } from "../../../lab/judge";
import { study } from "../../../lab/study";
import { sound } from "../../../lab/trials";
import { wholeSeeds } from "../wholeSeeds";
import { claimedLags, type RecallResult, recallDefaults, recallPresets, type WindowKind, windowKinds } from "./config";
import { recallFigure } from "./figures";
import { runRecall } from "./run";

/** 2.2: which lags can be learnt through a window. */
export const horizon = study({
  id: "2.2-horizon",
  defaults: recallDefaults,
  presets: recallPresets,
  run: runRecall,
  figures: { recall: recallFigure },
  claims: {
    "horizon-emptied": {
      sentence: "Without carried state no lag outside the window is learnt.",
      figures: ["recall"],
      judge: (result) =>
        judgeRecall(result, {
          effect: ({ emptied }) => 0.75 - emptied.outside,
          says: "The effect is how far, without carried state, the second lies below 75 %.",
        }),
    },
    "horizon-carried": {
      sentence: "With carried state a lag half as long again as the window is learnt, although no gradient spans it.",
      figures: ["recall"],
      judge: (result) =>
        judgeRecall(result, {
          effect: ({ carried }) => carried.outside - 0.75,
          says: "The effect is how far, with carried state, the second lies above 75 %.",
        }),
    },
  },
});

/** The share of right answers by kind of window, at each of the lags that the claims speak of. */
type Accuracies = Record<WindowKind, Record<keyof ReturnType<typeof claimedLags>, number>>;

function judgeRecall(
  { models, config }: RecallResult,
  { effect, says }: { readonly effect: (row: Accuracies) => number; readonly says: string },
) {
  const lags = Object.entries(claimedLags(config.windowLength));
  const rows = wholeSeeds(sound(models), config.lags.length * windowKinds.length).map((own) => {
    const at = (kind: WindowKind, lag: number) =>
      own.find((model) => model.kind === kind && model.lag === lag)!.accuracy;
    const ofKind = (kind: WindowKind) => Object.fromEntries(lags.map(([name, lag]) => [name, at(kind, lag)]));
    return Object.fromEntries(windowKinds.map((kind) => [kind, ofKind(kind)])) as Accuracies;
  });
  const percents = (row: Record<string, number>) => lags.map(([name]) => (100 * row[name]).toFixed(1)).join(", ");
  return judge(rows, {
    about: `${rows.length} seeds, windows of ${config.windowLength} and ${config.longWindow}, right answers at lags ${lags.map(([, lag]) => lag).join(", ")}`,
    effect,
    measured: ({ carried, emptied, long }) =>
      `${percents(carried)} % with carried state, ${percents(emptied)} % without, ` +
      `${percents(long)} % with the longer window. ${says}`,
  });
}
