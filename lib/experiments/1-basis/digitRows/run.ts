import { digits, digitsFile } from "../../../data/digits";
import { runJobs } from "../../../lab/jobs";
import { product, seedNumbers } from "../../../lab/sweep";
import type { RunContext } from "../../../view/session";
import { type RowsConfig, type RowsResult, readers } from "./config";
import { trainReader } from "./job";

/** Trains the recurrent network and those without memory on the same digits in the same order, seed by seed. */
export async function runDigitRows(config: RowsConfig, context: RunContext): Promise<RowsResult> {
  const { seeds, ...each } = config;
  const jobs = product({ seed: seedNumbers(seeds), condition: readers }).map((own) => ({ ...each, ...own }));
  const models = await runJobs(trainReader, jobs, {
    context,
    file: require.resolve("./job"),
    size: ({ steps }) => steps,
    unit: "steps",
    inProcesses: config.steps >= 1_000,
    reads: [digitsFile],
  });
  return { config, heldOut: digits().heldOut.length, models };
}
