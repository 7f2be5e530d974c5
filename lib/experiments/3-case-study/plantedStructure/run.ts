import { expect } from "../../../core/errors";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { seedNumbers } from "../../../lab/sweep";
import type { TextProgress } from "../../../lab/textLearner";
import type { Figure } from "../../../view/figure";
import { leastSize } from "../inspect";
import { readerCurves } from "../readerFigures";
import type { PlantedConfig, PlantedResult } from "./config";
import { runPlantedModel } from "./job";
import { plantedCorpus } from "./plantedCorpus";

/** Trains one network a seed on the planted text, and looks into each. */
export async function runPlanted(config: PlantedConfig, context: RunContext): Promise<PlantedResult> {
  const { seeds, ...each } = config;
  checkSizes(config);
  const known = { config, floor: plantedCorpus(config).floor };
  const jobs = seedNumbers(seeds).map((seed) => ({ ...each, seed }));
  const models = await runJobs(runPlantedModel, jobs, {
    context,
    file: require.resolve("./job"),
    size: ({ steps }) => steps,
    unit: "steps",
    inProcesses: config.steps >= 300,
    watch: (told: readonly TextProgress[]) => ({ figure: () => lossOfPlanted({ ...known, models: told }) }),
  });
  return { ...known, models };
}

/** Held-out loss against what the grammar itself costs. */
export const lossOfPlanted = ({
  models,
  floor,
}: Pick<PlantedResult, "floor"> & { readonly models: readonly Pick<TextProgress, "curve">[] }): Figure =>
  readerCurves("the planted text", models, [{ name: `the grammar itself: ${floor.toFixed(3)}`, y: floor }]);

function checkSizes({ stretch, characters, frozen, hiddenSize }: PlantedConfig): void {
  expect(stretch % 1024 === 0, `stretch: a multiple of 1024 expected, got ${stretch}`);
  const heldOut = Math.floor(0.1 * characters);
  const needed = leastSize(stretch);
  expect(
    heldOut >= needed,
    `characters: at least ${10 * needed} expected, whose last tenth holds two stretches of ${stretch}, got ${characters}`,
  );
  expect(
    frozen <= hiddenSize / 2,
    `frozen: at most half of ${hiddenSize} (hiddenSize) expected, for as many others are, got ${frozen}`,
  );
}
