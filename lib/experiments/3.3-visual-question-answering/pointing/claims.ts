import { study } from "../../../lab/study";
import { percent } from "../../../lab/trials";
import { judgeAnswers } from "../judgeAnswers";
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
      figures: ["descriptions", "relations", "pointed"],
      judge: (result) =>
        judgeAnswers(result, {
          conditions: ["dot product", "boxes alone"],
          unit: "of the answers",
          effect: (of) => of("dot product").all - of("boxes alone").all,
          measured: (of) =>
            `${percent(of("dot product").all)} of the questions are pointed to rightly, ` +
            `${percent(of("boxes alone").all)} without the question (25 % without the boxes); ` +
            "the effect is the paired difference.",
        }),
    },
    multiply: {
      sentence:
        "Where pointing needs an interaction of question and picture, multiplying the two finds more than concatenating them, at equal parameters.",
      figures: ["needs"],
      judge: (result) =>
        judgeAnswers(result, {
          conditions: ["concatenate", "multiply"],
          unit: "of the answers",
          effect: (of) => of("multiply").interaction - of("concatenate").interaction,
          measured: (of) =>
            `${percent(of("multiply").interaction)} are right multiplied, ` +
            `${percent(of("concatenate").interaction)} concatenated; the effect is the paired difference ` +
            `(of those that the picture alone answers: ${percent(of("multiply").picture)} and ` +
            `${percent(of("concatenate").picture)}).`,
        }),
    },
  },
});
