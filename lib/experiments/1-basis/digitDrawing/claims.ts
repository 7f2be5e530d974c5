import { mean } from "../../../analysis/statistics";
import { digitClasses } from "../../../data/digits";
import { judge } from "../../../lab/judge";
import { study } from "../../../lab/study";
import { judgePaired, percent, sound } from "../../../lab/trials";
import { type DrawingResult, drawingDefaults, drawingPresets } from "./config";
import { drawingBitsFigure, drawingsFigure, recognisedFigure } from "./figures";
import { drawingFindings } from "./findings";
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
  findings: drawingFindings,
  claims: {
    "one-to-many": {
      sentence:
        "One to many: from its one input a network writes a whole sequence in which each element fits those before it.",
      // Gregor et al. 2015; van den Oord, Kalchbrenner & Kavukcuoglu 2016: pixels are better predicted from those drawn before.
      expected: "holds",
      figures: ["drawings", "bits"],
      judge(result) {
        const { models, memorylessBits } = result;
        return judgePaired(models, {
          conditions,
          effect: (of) => memorylessBits - of("drawer").heldOutBits,
          unit: "bits per digit",
          about: about(result),
          measured: (of) =>
            `a held-out digit costs ${of("drawer").heldOutBits.toFixed(1)} bits given its class, ` +
            `${memorylessBits.toFixed(1)} where each pixel depends on the class alone; the effect is the difference.`,
        });
      },
    },
    "drawings-recognised": {
      sentence:
        "What is written is about the input: digits that the network draws are taken for their class as often as digits that people wrote.",
      // Where the likelihood is at its maximum, p is the distribution of the data, and so are the drawings.
      expected: "holds",
      figures: ["recognised"],
      judge({ config, models }) {
        const { cell, hiddenSize, steps, drawings } = config;
        const rows = sound(models).map(({ recognised }) => ({ real: recognised!.real, drawn: recognised!.drawn }));
        return judge(rows, {
          about: `${rows.length} seeds (${cell}, ${hiddenSize} units, ${steps} steps)`,
          effect: ({ real, drawn }) => real.map((share, part) => 100 * (drawn[part] - share)),
          unit: "points",
          margin: 5,
          because: "one digit in twenty: about what a reader would notice among the drawings of a class",
          measured: ({ real, drawn }) =>
            `another network names ${percent(mean(drawn))} of ${drawings * digitClasses} drawings as they are meant and ` +
            `${percent(mean(real))} of the real digits that are held out; the effect is the difference.`,
        });
      },
    },
  },
});
