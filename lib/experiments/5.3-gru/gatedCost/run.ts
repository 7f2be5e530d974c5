import { corpusFiles } from "../../../data/text";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { product, seedNumbers } from "../../../lab/sweep";
import type { CostConfig, CostResult } from "./config";
import { timeBoth } from "./job";

/** Takes the time of both cells in every size, one pair after the other. */
export async function runCost(config: CostConfig, context: RunContext): Promise<CostResult> {
  const { seeds, hiddenSizes, ...each } = config;
  const jobs = product({ seed: seedNumbers(seeds), hiddenSize: hiddenSizes }).map((own) => ({ ...each, ...own }));
  const pairs = await runJobs(timeBoth, jobs, {
    context,
    file: require.resolve("./job"),
    size: ({ steps }) => 2 * steps,
    unit: "steps",
    inProcesses: config.steps >= 50,
    reads: corpusFiles(config.corpus),
  });
  return { config, pairs: pairs.flatMap((pair) => pair ?? []) };
}
