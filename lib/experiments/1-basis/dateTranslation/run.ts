import { dateFormats, iso } from "../../../data/dates";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { seedNumbers } from "../../../lab/sweep";
import type { DatesConfig, DatesResult } from "./config";
import { translationLearningFigure } from "./figures";
import { inStepBound } from "./inStep";
import { trainTranslator } from "./job";
import { days } from "./task";

/** Trains one translator a seed. */
export async function runDateTranslation(config: DatesConfig, context: RunContext): Promise<DatesResult> {
  const { seeds, ...each } = config;
  const pairs = days().heldOut.flatMap((day) =>
    dateFormats.map(({ write }) => ({ source: write(day), target: iso(day) })),
  );
  const known = { config, inStepBound: inStepBound(pairs) };
  const jobs = seedNumbers(seeds).map((seed) => ({ ...each, seed }));
  const models = await runJobs(trainTranslator, jobs, {
    context,
    file: require.resolve("./job"),
    size: ({ steps }) => steps,
    unit: "steps",
    inProcesses: config.steps >= 300,
    watch: (told) => ({
      figure: () => translationLearningFigure({ ...known, models: told }),
    }),
  });
  return { ...known, models };
}
