import { runJobs } from "../../../lab/jobs";
import { product, seedNumbers } from "../../../lab/sweep";
import type { RunContext } from "../../../view/session";
import type { MemoryConfig, MemoryResult } from "./config";
import { runPeak } from "./job";

/** Trains for a few windows in one fresh process after the other. */
export async function runMemory(config: MemoryConfig, context: RunContext): Promise<MemoryResult> {
  const { seeds, windows, ...each } = config;
  const jobs = product({ seed: seedNumbers(seeds), windowLength: windows }).map((own) => ({ ...each, ...own }));
  const peaks = await runJobs(runPeak, jobs, {
    context,
    file: require.resolve("./job"),
    size: () => 1,
    unit: "processes",
    inProcesses: false, // each job has a process already
  });
  return { config, leastBytes: 4 * config.batchSize * (config.hiddenSize + config.vocabSize), peaks };
}
