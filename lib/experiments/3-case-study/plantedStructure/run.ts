import { expect } from "../../../core/errors";
import { runJobs } from "../../../lab/jobs";
import { seedNumbers } from "../../../lab/sweep";
import type { TextProgress } from "../../../lab/textLearner";
import type { RunContext } from "../../../view/session";
import { leastSize } from "../inspect";
import type { PlantedConfig, PlantedResult } from "./config";
import { plantedCurves } from "./figures";
import { runPlantedModel } from "./job";
import { plantedCorpus } from "./plantedCorpus";

/** Trains one network a seed on the planted text, and looks into each. */
export async function runPlanted(config: PlantedConfig, context: RunContext): Promise<PlantedResult> {
  const { seeds, ...each } = config;
  checkSizes(config);
  const known = { config, floor: plantedCorpus(config).floor };
  const jobs = seedNumbers(seeds).map((seed) => ({ ...each, decaySteps: config.steps, seed }));
  const runs = await runJobs(runPlantedModel, jobs, {
    context,
    file: require.resolve("./job"),
    size: ({ steps }) => steps,
    unit: "steps",
    inProcesses: config.steps >= 300,
    watch: (told: readonly TextProgress[]) => ({ figure: () => plantedCurves({ ...known, models: told }) }),
  });
  const models = runs.map(({ passage: _, ...model }) => model);
  return { ...known, models, passage: runs[0]?.passage ?? null };
}

function checkSizes({ stretch, characters, ablated, hiddenSize }: PlantedConfig): void {
  expect(stretch % 1024 === 0, `stretch: a multiple of 1024 expected, got ${stretch}`);
  const heldOut = Math.floor(0.1 * characters);
  const needed = leastSize(stretch);
  expect(
    heldOut >= needed,
    `characters: at least ${10 * needed} expected, whose last tenth holds two stretches of ${stretch}, got ${characters}`,
  );
  expect(
    ablated[0] <= hiddenSize,
    `ablated: the first at most ${hiddenSize} (hiddenSize) expected, got ${ablated.join(", ")}`,
  );
}
