import { percent, points } from "../../basis/paired";
import { type Experiment, experiment } from "../../experiment";
import { type Comparison, judgeAnswers } from "../judge";
import { type TellingConfig, type TellingResult, tellingDefaults, tellingPresets } from "./config";
import { attentionFigure, modelsTable, needsFigure, questionsFigure, typesFigure } from "./figures";
import { runTelling } from "./run";

type TellingExperiment = Experiment<TellingConfig, TellingResult>;

/** The claims share a run: give each the result of any one's. */
const shared = {
  section: "3.3",
  expected: "holds" as const,
  defaults: tellingDefaults,
  presets: tellingPresets,
  run: runTelling,
};

export const pictureAndQuestion: TellingExperiment = experiment({
  ...shared,
  id: "3.3-picture-and-question",
  claim: "Picture and question together answer more questions than either of them alone.",
  figures: { types: typesFigure, questions: questionsFigure },
  tables: { models: modelsTable },
  judge: (result) =>
    judgeAnswers(result, {
      conditions: ["with attention", "question alone", "picture alone"],
      effect: (of) => of("with attention").all - Math.max(of("question alone").all, of("picture alone").all),
      measured: (average) =>
        `${percent(average((of) => of("with attention").all))} are right with both, ` +
        `${percent(average((of) => of("question alone").all))} with the question alone, ` +
        `${percent(average((of) => of("picture alone").all))} with the picture alone; the effect is the paired ` +
        "difference to the better half.",
    }),
});

export const attentionAnswers: TellingExperiment = experiment({
  ...shared,
  id: "3.3-attention",
  claim:
    "With attention over the convolutional features more questions are answered than with fc7 alone, at equal parameters.",
  figures: { types: typesFigure, attention: attentionFigure },
  judge: (result) =>
    judgeAnswers(result, {
      conditions: ["with attention", "without attention"],
      effect: (of) => of("with attention").all - of("without attention").all,
      measured: (average) =>
        `${percent(average((of) => of("with attention").all))} are right with attention, ` +
        `${percent(average((of) => of("without attention").all))} without; the effect is the paired difference.`,
    }),
});

export const multiplyInWords: TellingExperiment = experiment({
  ...shared,
  id: "3.3-multiply-in-words",
  claim:
    "Where the answer in words needs an interaction, multiplying question and fc7 answers more than concatenating them, at equal parameters.",
  figures: { needs: needsFigure },
  judge: (result) =>
    judgeAnswers(result, {
      conditions: ["concatenate", "multiply"],
      effect: (of) => of("multiply").interaction - of("concatenate").interaction,
      measured: (average) =>
        `of the questions that need an interaction ${percent(average((of) => of("multiply").interaction))} are right ` +
        `multiplied, ${percent(average((of) => of("concatenate").interaction))} concatenated; the effect is the paired difference ` +
        `(of those that need both, but no interaction: ${percent(average((of) => of("multiply").both))} and ` +
        `${percent(average((of) => of("concatenate").both))}).`,
    }),
});

export const gainIsInteraction: TellingExperiment = experiment({
  ...shared,
  id: "3.3-gain-where-needed",
  claim:
    "Multiplying gains over concatenating where an interaction is needed, and more there than where adding up two opinions is enough.",
  figures: { needs: needsFigure },
  judge(result) {
    type Of = Parameters<Comparison["effect"]>[0];
    const gain = (of: Of, need: "interaction" | "both") => of("multiply")[need] - of("concatenate")[need];
    return judgeAnswers(result, {
      conditions: ["concatenate", "multiply"],
      // Losing less there than elsewhere is no gain.
      effect: (of) => Math.min(gain(of, "interaction"), gain(of, "interaction") - gain(of, "both")),
      measured: (average) =>
        `multiplied instead of concatenated, ${points(average((of) => gain(of, "interaction")))} more of the questions that ` +
        `need an interaction are right, and ${points(average((of) => gain(of, "both")))} more of those that need both, but no ` +
        "interaction; the effect is a seed's gain on the former or the difference of the two, whichever is less.",
    });
  },
});
