import { dateFormats, iso } from "../../../data/dates";
import { runJobs } from "../../../lab/jobs";
import { product, seedNumbers } from "../../../lab/sweep";
import type { RunContext } from "../../../view/session";
import { type DatesConfig, type DatesResult, directions } from "./config";
import { translationLearningFigure } from "./figures";
import { inStepBound } from "./inStep";
import { trainTranslator } from "./job";
import { days } from "./task";

/** Trains one translator a seed and a direction of reading, on the same dates in the same order. */
export async function runDateTranslation(config: DatesConfig, context: RunContext): Promise<DatesResult> {
  const { seeds, ...each } = config;
  const pairs = days().heldOut.flatMap((day) =>
    dateFormats.map(({ write }) => ({ source: write(day), target: iso(day) })),
  );
  const known = { config, inStepBound: inStepBound(pairs) };
  const jobs = product({ seed: seedNumbers(seeds), condition: directions }).map((own) => ({ ...each, ...own }));
  const models = await runJobs(trainTranslator, jobs, {
    context,
    file: require.resolve("./job"),
    size: ({ steps }) => steps,
    unit: "steps",
    inProcesses: config.steps >= 300,
    watch: (told) => ({
      figure: () =>
        translationLearningFigure({ ...known, models: told.map(({ curve }) => ({ condition: "forwards", curve })) }),
    }),
  });
  return { ...known, models };
}
