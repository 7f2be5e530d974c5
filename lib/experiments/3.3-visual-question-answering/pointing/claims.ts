import { study } from "../../../lab/study";
import { percent } from "../../../lab/trials";
import { fusionBar, judgeAnswers, judgeBetter } from "../judgeAnswers";
import { pointingDefaults, pointingPresets } from "./config";
import { descriptionsFigure, pointedFigure, pointingNeedsFigure, relationsFigure } from "./figures";
import { pointingFindings } from "./findings";
import { runPointing } from "./run";

/** 3.3: questions about scenes, answered by pointing to one of four boxes. */
export const pointing = study({
  id: "3.3-pointing",
  defaults: pointingDefaults,
  presets: pointingPresets,
  run: runPointing,
  figures: {
    descriptions: descriptionsFigure,
    relations: relationsFigure,
    pointed: pointedFigure,
    needs: pointingNeedsFigure,
  },
  findings: pointingFindings,
  claims: {
    "dot-product": {
      sentence:
        "The dot product of a box's fc7 with the last hidden state finds what the question means; the boxes alone do not.",
      // The lecture; Zhu et al. 2016. The question alone is right in a quarter of the cases, whatever it says: the boxes' order is drawn.
      expected: "holds",
      figures: ["descriptions", "relations", "pointed"],
      judge: (result) => judgeBetter(result, "dot product", ["boxes alone"]),
    },
    multiply: {
      sentence:
        "Where pointing needs an interaction of question and picture, multiplying the two finds more than concatenating them, at equal parameters.",
      // Fukui et al. 2016, table 1.
      expected: "holds",
      figures: ["needs"],
      judge: (result) =>
        judgeAnswers(result, {
          conditions: ["concatenate", "multiply"],
          ...fusionBar,
          effect: (of) => 100 * (of("multiply").interaction - of("concatenate").interaction),
          measured: (of) =>
            `${percent(of("multiply").interaction)} are right multiplied, ` +
            `${percent(of("concatenate").interaction)} concatenated; the effect is the paired difference ` +
            `(of those that the picture alone answers: ${percent(of("multiply").picture)} and ` +
            `${percent(of("concatenate").picture)}).`,
        }),
    },
  },
});
