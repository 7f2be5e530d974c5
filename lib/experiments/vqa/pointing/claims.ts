import { type Study, study } from "../../experiment";
import { percent } from "../../trials";
import { judgeAnswers } from "../judge";
import { type PointingConfig, type PointingResult, pointingDefaults, pointingPresets } from "./config";
import { descriptionsFigure, needsFigure, pointedFigure, relationsFigure } from "./figures";
import { runPointing } from "./run";

/** The claims share a run: give each the result of any one's. */
const claim: Study<PointingConfig, PointingResult> = study({
  defaults: pointingDefaults,
  presets: pointingPresets,
  run: runPointing,
});

export const dotProductPoints = claim(
  "3.3-dot-product",
  "The dot product of a box's fc7 with the last hidden state finds what the question means; the boxes alone do not.",
  {
    figures: { descriptions: descriptionsFigure, relations: relationsFigure, pointed: pointedFigure },
    judge: (result) =>
      judgeAnswers(result, {
        conditions: ["dot product", "boxes alone"],
        effect: (of) => of("dot product").all - of("boxes alone").all,
        measured: (of) =>
          `${percent(of("dot product").all)} of the questions are pointed to rightly, ` +
          `${percent(of("boxes alone").all)} without the question (25 % without the boxes); ` +
          "the effect is the paired difference.",
      }),
  },
);

export const multiplyInteracts = claim(
  "3.3-multiply",
  "Where pointing needs an interaction of question and picture, multiplying the two finds more than concatenating them, at equal parameters.",
  {
    figures: { needs: needsFigure },
    judge: (result) =>
      judgeAnswers(result, {
        conditions: ["concatenate", "multiply"],
        effect: (of) => of("multiply").interaction - of("concatenate").interaction,
        measured: (of) =>
          `${percent(of("multiply").interaction)} are right multiplied, ` +
          `${percent(of("concatenate").interaction)} concatenated; the effect is the paired difference ` +
          `(of those that the picture alone answers: ${percent(of("multiply").picture)} and ` +
          `${percent(of("concatenate").picture)}).`,
      }),
  },
);
