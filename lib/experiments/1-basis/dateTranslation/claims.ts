import { dateFormats } from "../../../data/dates";
import type { Judgement } from "../../../lab/judgement";
import { study } from "../../../lab/study";
import { judgePaired, type PairedQuestion, percent } from "../../../lab/trials";
import { type DatesResult, datesDefaults, datesPresets, directions } from "./config";
import { formatsFigure, translationLearningFigure, translationsTable } from "./figures";
import { runDateTranslation } from "./run";

const [forwards, backwards] = directions;
function judge({ config, models }: DatesResult, rest: Omit<PairedQuestion, "about">): Judgement {
  const { cell, hiddenSize, steps, heldOutDays } = config;
  const about = `${cell}, ${hiddenSize} units, ${steps} steps, ${heldOutDays * dateFormats.length} held-out dates`;
  return judgePaired(models, { about, ...rest });
}

/** 1, encoder and decoder: dates of many formats are translated to ISO 8601. */
export const dateTranslation = study({
  id: "1-date-translation",
  defaults: datesDefaults,
  presets: datesPresets,
  run: runDateTranslation,
  figures: { learning: translationLearningFigure, formats: formatsFigure },
  tables: { translations: translationsTable },
  claims: {
    seq2seq: {
      sentence:
        "An encoder and a decoder translate what no wiring in step can: all of the input is read before the first output is due.",
      figures: ["learning"],
      judge(result) {
        const bound = result.inStepBound;
        return judge(result, {
          conditions: [forwards],
          effect: (of) => of(forwards).greedy - bound,
          measured: (of) =>
            `${percent(of(forwards).greedy)} are right in all ten characters; in step no more than ` +
            `${percent(bound)} can be, whatever the cell; the effect is the difference.`,
        });
      },
    },
    "greedy-decoding": {
      sentence:
        "Where one answer is right, taking the likeliest character at each step is right more often than drawing it from the softmax.",
      figures: ["learning"],
      judge: (result) =>
        judge(result, {
          conditions: [forwards],
          effect: (of) => of(forwards).greedy - of(forwards).sampled,
          measured: (of) =>
            `${percent(of(forwards).greedy)} are right by the likeliest characters, ` +
            `${percent(of(forwards).sampled)} by drawn ones; the effect is the paired difference.`,
        }),
    },
    "reversed-source": {
      sentence: "A source that is read backwards is translated better.",
      figures: ["formats"],
      judge: (result) =>
        judge(result, {
          conditions: directions,
          effect: (of) => of(backwards).greedy - of(forwards).greedy,
          measured: (of) => {
            const gain = (name: "yearFirst" | "yearLast") => percent(of(backwards)[name] - of(forwards)[name]);
            return (
              `${percent(of(backwards).greedy)} are right when read backwards, ` +
              `${percent(of(forwards).greedy)} forwards; the effect is the paired difference ` +
              `(${gain("yearFirst")} where the format begins with the year, ${gain("yearLast")} where it ends with it).`
            );
          },
        }),
    },
  },
});
