import { expect } from "../../../core/errors";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { seedNumbers } from "../../../lab/sweep";
import { matrixKinds, type SlopeConfig, type SlopeResult, slopeActivations } from "./config";
import { measureWays } from "./job";

/** Follows the gradient back through networks with every σ₁, of both kinds, with tanh and without. */
export async function runSlope(config: SlopeConfig, context: RunContext): Promise<SlopeResult> {
  expect(config.lags >= 4, `lags: at least 4 expected, got ${config.lags}`);
  const { seeds, ...each } = config;
  const jobs = seedNumbers(seeds).map((seed) => ({ ...each, seed }));
  const networks = await runJobs(measureWays, jobs, {
    context,
    file: require.resolve("./job"),
    size: ({ sigmas }) => matrixKinds.length * slopeActivations.length * sigmas.length,
    unit: "networks",
    inProcesses: config.hiddenSize * config.lags >= 10_000,
  });
  return {
    config,
    networks: networks.filter(({ ways }) => ways.length > 0),
  };
}
