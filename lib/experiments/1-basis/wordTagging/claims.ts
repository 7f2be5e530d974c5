import { counts } from "../../../lab/options";
import { study } from "../../../lab/study";
import { judgePaired } from "../../../lab/trials";
import { type TagsResult, tagsDefaults, tagsPresets } from "./config";
import { inStepFigure, laterFigure, taggingBitsFigure, when } from "./figures";
import { runWordTagging } from "./run";

const about = ({ config: { cell, hiddenSize, steps } }: TagsResult) => `${cell}, ${hiddenSize} units, ${steps} steps`;

/** 1, many to many in step: in letters without blanks, where do words begin? */
export const wordTagging = study({
  id: "1-word-tagging",
  defaults: tagsDefaults,
  presets: tagsPresets,
  options: { delays: counts },
  run: runWordTagging,
  figures: { bits: taggingBitsFigure, inStep: inStepFigure, later: laterFigure },
  claims: {
    "many-to-many": {
      sentence: "Many to many, in step: each output rests on all inputs up to it, not on its own input alone.",
      figures: ["bits", "inStep"],
      judge(result) {
        const [alone, ...more] = result.counted;
        const most = more.at(-1) ?? alone;
        return judgePaired(result.models, {
          conditions: ["delay 0"],
          effect: (of) => alone.bits - of("delay 0").bits,
          about: about(result),
          measured: (of) =>
            `${of("delay 0").bits.toFixed(3)} bits per held-out letter to say whether a word begins, ` +
            `${alone.bits.toFixed(3)} from the letter alone, ${most.bits.toFixed(3)} from counting ${most.order} letters; ` +
            `F₁ ${of("delay 0").f1.toFixed(3)}; the effect is the first difference.`,
        });
      },
    },
    "in-step-has-its-price": {
      sentence:
        "In step has its price: an output that is due some inputs later is better, for it has seen what follows.",
      figures: ["later"],
      judge(result) {
        const longest = Math.max(...result.config.delays);
        const later = `delay ${longest}`;
        return judgePaired(result.models, {
          conditions: ["delay 0", later],
          effect: (of) => of("delay 0").bits - of(later).bits,
          about: about(result),
          measured: (of) =>
            `${of("delay 0").bits.toFixed(3)} bits per held-out letter in step, ` +
            `${of(later).bits.toFixed(3)} told ${when(longest)}; F₁ ${of("delay 0").f1.toFixed(3)} and ` +
            `${of(later).f1.toFixed(3)}; the effect is the paired difference in bits.`,
        });
      },
    },
  },
});
