import { study } from "../../../lab/study";
import { judgePaired, percent } from "../../../lab/trials";
import { joins } from "../../../models/joinLayer";
import { fusionBar } from "../judgeAnswers";
import { isThereDefaults, isTherePresets } from "./config";
import { isThereFigure, isTherePairsFigure } from "./figures";
import { isThereFindings } from "./findings";
import { runIsThere } from "./run";

/** 3.3: "is there a dog", asked so that neither the question nor the picture says anything alone. */
export const isThere = study({
  id: "3.3-is-there",
  defaults: isThereDefaults,
  presets: isTherePresets,
  run: runIsThere,
  figures: { accuracy: isThereFigure, pairs: isTherePairsFigure },
  findings: isThereFindings,
  claims: {
    "multiply-where-both-are-needed": {
      sentence:
        "Where neither the question nor the picture says anything alone, multiplying the two answers more than concatenating them, at equal parameters.",
      // The lecture; Fukui et al. 2016.
      expected: "holds",
      figures: ["accuracy", "pairs"],
      judge({ config, models, trainQuestions, asked }) {
        const { steps, batchSize } = config;
        const told = joins.map((join) => models.find(({ condition }) => condition === join));
        const each = (of: (model: NonNullable<(typeof told)[number]>) => number) =>
          told.map((model) => (model ? of(model) : "none")).join(" and ");
        return judgePaired(models, {
          conditions: joins,
          ...fusionBar,
          effect: (of) => 100 * (of("multiply").accuracy - of("concatenate").accuracy),
          about:
            `concatenate and multiply with ${each(({ parameters }) => parameters)} parameters and rates ` +
            `${each(({ learningRate }) => learningRate)}, ${steps} steps of ${batchSize} of ${trainQuestions} questions, ` +
            `${Math.round(asked)} test questions a seed`,
          measured: (of) =>
            `${percent(of("multiply").accuracy)} are right multiplied, ${percent(of("concatenate").accuracy)} concatenated, ` +
            "50 % with the question alone or the picture alone; the effect is the paired difference.",
        });
      },
    },
  },
});
