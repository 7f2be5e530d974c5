import { digitClasses } from "../../../data/digits";
import { study } from "../../../lab/study";
import { judgePaired, percent } from "../../../lab/trials";
import { type DrawingResult, drawingDefaults, drawingPresets } from "./config";
import { drawingBitsFigure, drawingsFigure, recognisedFigure } from "./figures";
import { runDigitDrawing } from "./run";

const conditions = ["drawer"];
const about = ({ config: { cell, hiddenSize, steps } }: DrawingResult) =>
  `${cell}, ${hiddenSize} units, ${steps} steps`;

/** 1, one to many: from its class a network draws a digit, pixel by pixel. */
export const digitDrawing = study({
  id: "1-digit-drawing",
  defaults: drawingDefaults,
  presets: drawingPresets,
  run: runDigitDrawing,
  figures: { drawings: drawingsFigure, bits: drawingBitsFigure, recognised: recognisedFigure },
  claims: {
    "one-to-many": {
      sentence:
        "One to many: from its one input a network writes a whole sequence in which each element fits those before it.",
      figures: ["drawings", "bits"],
      judge(result) {
        const { models, memorylessBits } = result;
        return judgePaired(models, {
          conditions,
          effect: (of) => memorylessBits - of("drawer").heldOutBits,
          about: about(result),
          measured: (of) =>
            `a held-out digit costs ${of("drawer").heldOutBits.toFixed(1)} bits given its class, ` +
            `${memorylessBits.toFixed(1)} where each pixel depends on the class alone; the effect is the difference.`,
        });
      },
    },
    "drawings-recognised": {
      sentence: "What the network draws is taken for its class more often than what is drawn without memory.",
      figures: ["recognised"],
      judge(result) {
        const drawings = result.config.drawings * digitClasses;
        return judgePaired(result.models, {
          conditions,
          effect: (of) => of("drawer").drawn - of("drawer").memoryless,
          about: about(result),
          measured: (of) =>
            `another network names ${percent(of("drawer").drawn)} of ${drawings} drawings as they are meant, ` +
            `${percent(of("drawer").memoryless)} of those drawn without memory and ` +
            `${percent(of("drawer").real)} of real digits; the effect is the paired difference of the first two.`,
        });
      },
    },
  },
});
