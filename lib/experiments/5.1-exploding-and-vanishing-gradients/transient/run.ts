import { expect } from "../../../core/errors";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { seedNumbers } from "../../../lab/sweep";
import type { TransientConfig, TransientResult } from "./config";
import { measureTransients } from "./job";

/** Follows the gradient back through matrices with the same spectral radius and different largest singular values. */
export async function runTransient(config: TransientConfig, context: RunContext): Promise<TransientResult> {
  const { spectralRadius, sigmas, seeds, ...rest } = config;
  expect(spectralRadius < 1, `spectralRadius: below 1 expected, got ${spectralRadius}`);
  expect(
    Math.min(...sigmas) >= spectralRadius,
    `sigmas: at least the spectral radius ${spectralRadius} expected, got ${sigmas}`,
  );
  const jobs = seedNumbers(seeds).map((seed) => ({ ...rest, spectralRadius, sigmas, seed }));
  const networks = await runJobs(measureTransients, jobs, {
    context,
    file: require.resolve("./job"),
    size: ({ sigmas: of }) => of.length,
    unit: "matrices",
    inProcesses: false,
  });
  const whole = networks.filter(({ transients }) => transients.length > 0);
  return { config, networks: whole };
}
