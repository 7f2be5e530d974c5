import { study } from "../../../lab/study";
import { type Of, percent, percentagePoints } from "../../../lab/trials";
import { judgeAnswers } from "../judgeAnswers";
import { tellingDefaults, tellingPresets } from "./config";
import { attentionFigure, modelsTable, questionsFigure, tellingNeedsFigure, typesFigure } from "./figures";
import { tellingFindings } from "./findings";
import { runTelling } from "./run";

/** 3.3: questions about scenes, answered by the most probable of four answers. */
export const telling = study({
  id: "3.3-telling",
  defaults: tellingDefaults,
  presets: tellingPresets,
  run: runTelling,
  figures: { types: typesFigure, questions: questionsFigure, attention: attentionFigure, needs: tellingNeedsFigure },
  findings: tellingFindings,
  tables: { models: modelsTable },
  claims: {
    "picture-and-question": {
      sentence: "Picture and question together answer more questions than either of them alone.",
      figures: ["types", "questions"],
      judge: (result) =>
        judgeAnswers(result, {
          conditions: ["with attention", "question alone", "picture alone"],
          unit: "of the answers",
          effect: (of) => of("with attention").all - Math.max(of("question alone").all, of("picture alone").all),
          measured: (of) =>
            `${percent(of("with attention").all)} are right with both, ` +
            `${percent(of("question alone").all)} with the question alone, ` +
            `${percent(of("picture alone").all)} with the picture alone; the effect is the paired ` +
            "difference to the better half.",
        }),
    },
    attention: {
      sentence:
        "With attention over the convolutional features more questions are answered than with fc7 alone, at equal parameters.",
      figures: ["types", "attention"],
      judge: (result) =>
        judgeAnswers(result, {
          conditions: ["with attention", "without attention"],
          unit: "of the answers",
          effect: (of) => of("with attention").all - of("without attention").all,
          measured: (of) =>
            `${percent(of("with attention").all)} are right with attention, ` +
            `${percent(of("without attention").all)} without; the effect is the paired difference.`,
        }),
    },
    "multiply-in-words": {
      sentence:
        "Where the answer in words needs an interaction, multiplying question and fc7 answers more than concatenating them, at equal parameters.",
      figures: ["needs"],
      judge: (result) =>
        judgeAnswers(result, {
          conditions: ["concatenate", "multiply"],
          unit: "of the answers",
          effect: (of) => of("multiply").interaction - of("concatenate").interaction,
          measured: (of) =>
            `of the questions that need an interaction ${percent(of("multiply").interaction)} are right ` +
            `multiplied, ${percent(of("concatenate").interaction)} concatenated; the effect is the paired difference ` +
            `(of those that need both, but no interaction: ${percent(of("multiply").both)} and ` +
            `${percent(of("concatenate").both)}).`,
        }),
    },
    "gain-where-needed": {
      sentence:
        "Multiplying gains over concatenating where an interaction is needed, and more there than where adding up two opinions is enough.",
      figures: ["needs"],
      judge(result) {
        const gain = (of: Of, need: "interaction" | "both") => of("multiply")[need] - of("concatenate")[need];
        return judgeAnswers(result, {
          conditions: ["concatenate", "multiply"],
          // Losing less there than elsewhere is no gain.
          unit: "of the answers",
          effect: (of) => Math.min(gain(of, "interaction"), gain(of, "interaction") - gain(of, "both")),
          measured: (of) =>
            `multiplied instead of concatenated, ${percentagePoints(gain(of, "interaction"))} more of the questions that ` +
            `need an interaction are right, and ${percentagePoints(gain(of, "both"))} more of those that need both, but no ` +
            "interaction; the effect is a seed's gain on the former or the difference of the two, whichever is less.",
        });
      },
    },
  },
});
