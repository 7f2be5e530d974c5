import { fork, seed } from "../../../core/random";
import { digits, digitsFile } from "../../../data/digits";
import { atOwnRates } from "../../../lab/chosenRates";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { seedNumbers } from "../../../lab/sweep";
import { compared, type ReadOutsConfig, type ReadOutsResult } from "./config";
import { followed, trainReadOut } from "./job";

/** Trains a network of each read-out a seed. */
export async function runReadOutChoice(config: ReadOutsConfig, context: RunContext): Promise<ReadOutsResult> {
  const { seeds, learningRates: rates, ...each } = config;
  const trained = await atOwnRates({ arms: compared, rates, seeds: seedNumbers(seeds) }, (jobs) =>
    runJobs(
      trainReadOut,
      jobs.map((own) => ({ ...each, ...own })),
      {
        context,
        file: require.resolve("./job"),
        size: ({ steps }) => steps,
        unit: "steps",
        inProcesses: config.steps >= 500,
        reads: [digitsFile],
      },
    ),
  );
  const { train, heldOut } = digits();
  const { distractors } = config;
  const [{ rows, label }] = followed([heldOut[2]], train, { distractors, key: fork(seed(0), "example") });
  return { config, ...trained, example: { rows, label } };
}
