import { dateFormats } from "../../../data/dates";
import { study } from "../../../lab/study";
import { judgePaired, percent } from "../../../lab/trials";
import { datesDefaults, datesPresets } from "./config";
import { translationLearningFigure, translationsTable } from "./figures";
import { datesFindings } from "./findings";
import { runDateTranslation } from "./run";

/** 1, encoder and decoder: dates of many formats are translated to ISO 8601. */
export const dateTranslation = study({
  id: "1-date-translation",
  defaults: datesDefaults,
  presets: datesPresets,
  run: runDateTranslation,
  figures: { learning: translationLearningFigure },
  findings: datesFindings,
  tables: { translations: translationsTable },
  claims: {
    seq2seq: {
      sentence:
        "An encoder and a decoder translate what no synced wiring can: all of the input is read before the first output is due.",
      // Sutskever, Vinyals & Le 2014; that the bound is below 1 follows from where the formats have the year.
      expected: "holds",
      figures: ["learning"],
      judge({ config: { cell, hiddenSize, steps, heldOutDays }, models, inStepBound: bound }) {
        return judgePaired(models, {
          conditions: ["translator"],
          about: `${cell}, ${hiddenSize} units, ${steps} steps, ${heldOutDays * dateFormats.length} held-out dates`,
          effect: (of) => 100 * (of("translator").right - bound),
          unit: "points",
          measured: (of) =>
            `${percent(of("translator").right)} are right in all ten characters; synced no more than ` +
            `${percent(bound)} can be, whatever the cell; the effect is the difference.`,
        });
      },
    },
  },
});
