import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../view/session";
import type { CliffConfig, CliffResult } from "./config";
import { descendTwice } from "./job";

export async function runCliff({ seeds, ...each }: CliffConfig, context: RunContext): Promise<CliffResult> {
  const jobs = Array.from({ length: seeds }, (_, i) => ({ ...each, seed: i + 1 }));
  const descents = await runJobs(descendTwice, jobs, {
    context,
    file: require.resolve("./job"),
    size: ({ updates }) => 2 * updates,
    unit: "updates",
    inProcesses: false,
  });
  return { config: { ...each, seeds }, descents };
}
