import { expect } from "../../../core/errors";
import { corpusFiles } from "../../../data/text";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { product, seedGroups } from "../../../lab/sweep";
import type { DropoutConfig, DropoutResult } from "./config";
import { runDropoutModels } from "./job";

/** Trains models on the beginning of a text with dropout between their layers, and the same models without. */
export async function runDropout(config: DropoutConfig, context: RunContext): Promise<DropoutResult> {
  expect(config.rate < 1, `rate: less than 1 expected, for what is dropped must not be all, got ${config.rate}`);
  expect(config.layers > 1, `layers: at least 2 expected, to drop something between them, got ${config.layers}`);
  const least = config.windowLength + 1;
  expect(
    config.trainCharacters >= least,
    () => `trainCharacters: at least ${least} (a window) expected, got ${config.trainCharacters}`,
  );
  const { seeds, ...each } = config;
  const common = { ...each, decaySteps: each.steps, shards: 1 };
  const jobs = product({ rate: [0, config.rate], seeds: seedGroups(seeds, each.steps) }).map((own) => ({
    ...common,
    ...own,
  }));
  const models = await runJobs(runDropoutModels, jobs, {
    context,
    file: require.resolve("./job"),
    size: ({ steps, seeds }) => seeds.length * steps,
    unit: "steps",
    inProcesses: config.steps >= 100,
    reads: corpusFiles(config.corpus),
  });
  const [without, dropped] = [0, config.rate].map((rate) => models.filter((_, i) => jobs[i].rate === rate).flat());
  return { config, without, dropped };
}
