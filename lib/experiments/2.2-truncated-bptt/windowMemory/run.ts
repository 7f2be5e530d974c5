import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { product } from "../../../lab/sweep";
import type { MemoryConfig, MemoryResult } from "./config";
import { runPeak } from "./job";

/** Reads windows of each length, by each cell. */
export async function runMemory(config: MemoryConfig, context: RunContext): Promise<MemoryResult> {
  const { cells, windows, ...each } = config;
  const jobs = product({ cell: cells, windowLength: windows }).map((own) => ({ ...each, ...own }));
  const peaks = await runJobs(runPeak, jobs, {
    context,
    file: require.resolve("./job"),
    size: () => 1,
    unit: "windows",
    inProcesses: false, // what a process holds besides is not counted
  });
  return { config, leastBytes: 4 * config.batchSize * (config.hiddenSize + config.vocabSize), peaks };
}
