import { digitClasses, digits, digitsFile } from "../../../data/digits";
import type { RunContext } from "../../../view/session";
import { type Study, study } from "../../experiment";
import { runJobs } from "../../jobs";
import { judgePaired, percent } from "../../trials";
import { type DrawingConfig, type DrawingResult, drawingDefaults, drawingPresets } from "./config";
import { bitsFigure, drawingsFigure, recognisedFigure } from "./figures";
import { trainDrawer } from "./model";
import { pixelCounts, shaded } from "./pixels";

/** Trains one network a seed to draw, and one to judge what is drawn. */
async function run(config: DrawingConfig, context: RunContext): Promise<DrawingResult> {
  const { seeds, ...each } = config;
  const { levels } = config;
  const { train, heldOut } = digits();
  const known = {
    config,
    memorylessBits: pixelCounts(train, levels).bits(heldOut),
    real: Array.from({ length: digitClasses }, (_, c) =>
      heldOut
        .filter(({ label }) => label === c)
        .slice(0, 4)
        .map((digit) => shaded(digit, levels)),
    ),
  };
  const jobs = Array.from({ length: seeds }, (_, i) => ({ ...each, seed: i + 1 }));
  const models = await runJobs(trainDrawer, jobs, {
    context,
    file: require.resolve("./model"),
    size: ({ steps }) => steps,
    unit: "steps",
    inProcesses: config.steps >= 300,
    reads: [digitsFile],
    watch: (told) => ({ figure: () => bitsFigure({ ...known, models: told }) }),
  });
  return { ...known, models };
}

/** The claims share a run: give each the result of either's. */
const claim: Study<DrawingConfig, DrawingResult> = study({ defaults: drawingDefaults, presets: drawingPresets, run });
const conditions = ["drawer"];
const about = ({ config: { cell, hiddenSize, steps } }: DrawingResult) =>
  `${cell}, ${hiddenSize} units, ${steps} steps`;

export const classToDrawing = claim(
  "1-one-to-many",
  "One to many: from its one input a network writes a whole sequence in which each element fits those before it.",
  {
    figures: { drawings: drawingsFigure, bits: bitsFigure },
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
);

export const drawingsRecognised = claim(
  "1-drawings-recognised",
  "What the network draws is taken for its class more often than what is drawn without memory.",
  {
    figures: { recognised: recognisedFigure },
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
);
