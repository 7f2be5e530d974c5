import { study } from "../../../lab/study";
import { percent } from "../../../lab/trials";
import { fusionBar, judgeAnswers, judgeBetter } from "../judgeAnswers";
import { tellingDefaults, tellingPresets } from "./config";
import { attentionFigure, modelsTable, questionsFigure, tellingNeedsFigure, typesFigure, wordsFigure } from "./figures";
import { tellingFindings } from "./findings";
import { runTelling } from "./run";

/** 3.3: questions about scenes, answered by the most probable of four answers. */
export const telling = study({
  id: "3.3-telling",
  defaults: tellingDefaults,
  presets: tellingPresets,
  run: runTelling,
  figures: {
    ...{ types: typesFigure, questions: questionsFigure, attention: attentionFigure, words: wordsFigure },
    needs: tellingNeedsFigure,
  },
  findings: tellingFindings,
  tables: { models: modelsTable },
  claims: {
    "picture-and-question": {
      sentence: "Picture and question together answer more questions than either of them alone, or the answers alone.",
      // The lecture; Zhu et al. 2016, table 3, for the question and the picture alone.
      expected: "holds",
      figures: ["types", "questions"],
      judge: (result) => judgeBetter(result, "with attention", ["question alone", "picture alone", "answers alone"]),
    },
    attention: {
      sentence:
        "With attention over the convolutional features more questions are answered than with fc7 alone or with the features' mean, at equal parameters.",
      // The lecture; Zhu et al. 2016, table 3. The plain mean tells attention from a second look at more features.
      expected: "holds",
      figures: ["types", "attention", "words"],
      judge: (result) => judgeBetter(result, "with attention", ["without attention", "mean of all places"]),
    },
    "multiply-on-all-kinds": {
      sentence:
        "On all kinds of questions multiplying question and fc7 answers more than concatenating them, at equal parameters.",
      // Fukui et al. 2016, table 1.
      expected: "holds",
      figures: ["types", "needs"],
      judge: (result) =>
        judgeAnswers(result, {
          conditions: ["concatenate", "multiply"],
          ...fusionBar,
          effect: (of) => 100 * (of("multiply").all - of("concatenate").all),
          measured: (of) =>
            `${percent(of("multiply").all)} are right multiplied, ${percent(of("concatenate").all)} concatenated; ` +
            "the effect is the paired difference (of those that need an interaction " +
            `${percent(of("multiply").interaction)} and ${percent(of("concatenate").interaction)}).`,
        }),
    },
  },
});
