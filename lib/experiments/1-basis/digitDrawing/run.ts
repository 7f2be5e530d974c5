import { digitClasses, digits, digitsFile } from "../../../data/digits";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { seedNumbers } from "../../../lab/sweep";
import type { DrawingConfig, DrawingResult } from "./config";
import { drawingBitsFigure } from "./figures";
import { trainDrawer } from "./job";
import { pixelCounts, shaded } from "./pixels";

/** Trains one network a seed to draw, and one to judge what is drawn. */
export async function runDigitDrawing(config: DrawingConfig, context: RunContext): Promise<DrawingResult> {
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
  const jobs = seedNumbers(seeds).map((seed) => ({ ...each, seed }));
  const models = await runJobs(trainDrawer, jobs, {
    context,
    file: require.resolve("./job"),
    size: ({ steps }) => steps,
    unit: "steps",
    inProcesses: config.steps >= 300,
    reads: [digitsFile],
    watch: (told) => ({ figure: () => drawingBitsFigure({ ...known, models: told }) }),
  });
  return { ...known, models };
}
