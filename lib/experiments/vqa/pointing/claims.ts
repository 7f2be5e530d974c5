import { percent } from "../../basis/paired";
import { type Experiment, experiment } from "../../experiment";
import { judgeAnswers } from "../judge";
import { type PointingConfig, type PointingResult, pointingDefaults, pointingPresets } from "./config";
import { descriptionsFigure, needsFigure, pointedFigure, relationsFigure } from "./figures";
import { runPointing } from "./run";

type PointingExperiment = Experiment<PointingConfig, PointingResult>;

/** The claims share a run: give each the result of any one's. */
const shared = {
  section: "3.3",
  expected: "holds" as const,
  defaults: pointingDefaults,
  presets: pointingPresets,
  run: runPointing,
};

export const dotProductPoints: PointingExperiment = experiment({
  ...shared,
  id: "3.3-dot-product",
  claim:
    "The dot product of a box's fc7 with the last hidden state finds what the question means; the boxes alone do not.",
  figures: { descriptions: descriptionsFigure, relations: relationsFigure, pointed: pointedFigure },
  judge: (result) =>
    judgeAnswers(result, {
      conditions: ["dot product", "boxes alone"],
      effect: (of) => of("dot product").all - of("boxes alone").all,
      measured: (average) =>
        `${percent(average((of) => of("dot product").all))} of the questions are pointed to rightly, ` +
        `${percent(average((of) => of("boxes alone").all))} without the question (25 % without the boxes); ` +
        "the effect is the paired difference.",
    }),
});

export const multiplyInteracts: PointingExperiment = experiment({
  ...shared,
  id: "3.3-multiply",
  claim:
    "Where pointing needs an interaction of question and picture, multiplying the two finds more than concatenating them, at equal parameters.",
  figures: { needs: needsFigure },
  judge: (result) =>
    judgeAnswers(result, {
      conditions: ["concatenate", "multiply"],
      effect: (of) => of("multiply").interaction - of("concatenate").interaction,
      measured: (average) =>
        `${percent(average((of) => of("multiply").interaction))} are right multiplied, ` +
        `${percent(average((of) => of("concatenate").interaction))} concatenated; the effect is the paired difference ` +
        `(of those that the picture alone answers: ${percent(average((of) => of("multiply").picture))} and ` +
        `${percent(average((of) => of("concatenate").picture))}).`,
    }),
});
