import { digits, digitsFile } from "../../../data/digits";
import { atOwnRates } from "../../../lab/chosenRates";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { seedNumbers } from "../../../lab/sweep";
import { type RowsConfig, type RowsResult, readers } from "./config";
import { trainReader } from "./job";

/** Trains the recurrent network and those without memory on the same digits in the same order, seed by seed. */
export async function runDigitRows(config: RowsConfig, context: RunContext): Promise<RowsResult> {
  const { seeds, learningRates: rates, ...each } = config;
  const trained = await atOwnRates({ arms: readers, rates, seeds: seedNumbers(seeds) }, (jobs) =>
    runJobs(
      trainReader,
      jobs.map((own) => ({ ...each, ...own })),
      {
        context,
        file: require.resolve("./job"),
        size: ({ steps }) => steps,
        unit: "steps",
        inProcesses: config.steps >= 1_000,
        reads: [digitsFile],
      },
    ),
  );
  return { config, heldOut: digits().heldOut.length, ...trained };
}
