import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { seedNumbers } from "../../../lab/sweep";
import type { CliffConfig, CliffResult } from "./config";
import { descendTwice } from "./job";

export async function runCliff({ seeds, ...each }: CliffConfig, context: RunContext): Promise<CliffResult> {
  const jobs = seedNumbers(seeds).map((seed) => ({ ...each, seed }));
  const descents = await runJobs(descendTwice, jobs, {
    context,
    file: require.resolve("./job"),
    size: ({ updates }) => 2 * updates,
    unit: "updates",
    inProcesses: false,
  });
  return { config: { ...each, seeds }, descents };
}
