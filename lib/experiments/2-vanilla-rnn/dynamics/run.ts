import { expect } from "../../../core/errors";
import { corpusFiles } from "../../../data/text";
import { runJobs } from "../../../lab/jobs";
import { seedNumbers } from "../../../lab/sweep";
import type { RunContext } from "../../../view/session";
import { compared, type DynamicsConfig, type DynamicsResult } from "./config";
import { partsOf, runDraw } from "./job";

/** What a random Wh does at each scale, over as many draws as there are seeds. */
export async function runDynamics(config: DynamicsConfig, context: RunContext): Promise<DynamicsResult> {
  const { seeds, ...each } = config;
  const outside = config.norms.find((value) => value >= 1);
  expect(outside === undefined, () => `norms: below 1, where the theorem speaks, expected, got ${outside}`);
  const radii = [...new Set([...compared, ...config.radii])].sort((a, b) => a - b);
  const models = await runJobs(
    runDraw,
    seedNumbers(seeds).map((seed) => ({ ...each, radii, seed })),
    {
      context,
      file: require.resolve("./job"),
      size: (job) => partsOf(job).length,
      unit: "runs",
      inProcesses: config.steps >= 300,
      reads: corpusFiles(config.corpus),
    },
  );
  return { config: { ...config, radii }, models };
}
