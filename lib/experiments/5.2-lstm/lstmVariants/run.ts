import { corpus, corpusFiles } from "../../../data/text";
import { ownRates } from "../../../lab/chosenRates";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { seedGroups } from "../../../lab/sweep";
import { charLm } from "../../../models/charLm";
import { parameterCount } from "../../../models/parameterCount";
import { armNames, cellArms, type VariantsConfig, type VariantsJob, type VariantsResult } from "./config";
import { cellOfArm, runVariant } from "./job";

/** Trains models of every cell for equally many steps, each at its own rate. */
export async function runVariants(config: VariantsConfig, context: RunContext): Promise<VariantsResult> {
  const { seeds, learningRates, ...each } = config;
  const { steps, hiddenSize } = each;
  const run = (jobs: readonly Pick<VariantsJob, "cell" | "learningRate" | "steps" | "seeds">[]) =>
    runJobs(
      runVariant,
      jobs.map((own): VariantsJob => ({ ...each, ...own, decaySteps: own.steps, shards: 1 })),
      {
        context,
        file: require.resolve("./job"),
        size: (job) => job.seeds.length * job.steps,
        unit: "steps",
        inProcesses: steps >= 100,
        reads: corpusFiles(config.corpus),
      },
    );
  const arms = armNames.map((name) => ({ name }));
  const { rateOf, tried } = await ownRates(arms, {
    rates: learningRates,
    nameOf: ({ name }) => name,
    // A quarter is enough to tell which rate is best.
    async pilot(pilots) {
      const short = Math.ceil(steps / 4);
      const models = await run(
        pilots.map(({ name, seed, learningRate }) => ({
          ...cellArms[name],
          learningRate,
          steps: short,
          seeds: [seed],
        })),
      );
      return models.map(([model]) => model?.heldOutBits ?? null);
    },
  });
  const jobs = arms.flatMap((arm) =>
    seedGroups(seeds, steps).map((group) => ({ name: arm.name, learningRate: rateOf(arm), seeds: group })),
  );
  const models = await run(jobs.map(({ name, ...own }) => ({ ...cellArms[name], ...own, steps })));
  const V = corpus(config.corpus, config).vocabulary.size;
  return {
    config,
    chance: Math.log2(V),
    tried,
    arms: arms.map((arm) => ({
      ...arm,
      parameters: parameterCount(charLm(cellOfArm(cellArms[arm.name], V, hiddenSize))),
      learningRate: rateOf(arm),
      models: models.filter((_, i) => jobs[i].name === arm.name).flat(),
    })),
  };
}
