import { expect } from "../../../core/errors";
import { corpusFiles } from "../../../data/text";
import { runJobs } from "../../../lab/jobs";
import { seedNumbers } from "../../../lab/sweep";
import type { RunContext } from "../../../view/session";
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
  const numbers = seedNumbers(seeds);
  const jobs = [0, config.rate].map((rate) => ({ ...each, rate, decaySteps: each.steps, shards: 1, seeds: numbers }));
  const [without = [], dropped = []] = await runJobs(runDropoutModels, jobs, {
    context,
    file: require.resolve("./job"),
    size: ({ steps }) => seeds * steps,
    unit: "steps",
    inProcesses: config.steps >= 100,
    reads: corpusFiles(config.corpus),
  });
  return { config, without, dropped };
}
