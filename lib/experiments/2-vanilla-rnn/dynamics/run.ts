import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { seedNumbers } from "../../../lab/sweep";
import { above, below, type DynamicsConfig, type DynamicsResult } from "./config";
import { runDraw } from "./job";

/** What a random Wh does at each scale, over as many draws as there are seeds. */
export async function runDynamics(config: DynamicsConfig, context: RunContext): Promise<DynamicsResult> {
  const { seeds, ...each } = config;
  const radii = [...new Set([below, above, ...config.radii])].sort((a, b) => a - b);
  const models = await runJobs(
    runDraw,
    seedNumbers(seeds).map((seed) => ({ ...each, radii, seed })),
    {
      context,
      file: require.resolve("./job"),
      size: ({ hiddenSizes }) => hiddenSizes.length,
      unit: "sizes of a network",
      inProcesses: config.steps >= 300,
    },
  );
  return { config: { ...config, radii }, models };
}
