import { fork, seed } from "../../../core/random";
import { digits, digitsFile } from "../../../data/digits";
import { runJobs } from "../../../lab/jobs";
import { product, seedNumbers } from "../../../lab/sweep";
import { readOuts } from "../../../models/readOut";
import type { RunContext } from "../../../view/session";
import { evidences, type ReadOutsConfig, type ReadOutsResult } from "./config";
import { hider, trainReadOut } from "./job";

/** Trains each read-out on each kind of sequence, seed by seed. */
export async function runReadOutChoice(config: ReadOutsConfig, context: RunContext): Promise<ReadOutsResult> {
  const { seeds, ...each } = config;
  const jobs = product({ seed: seedNumbers(seeds), evidence: evidences, readOut: readOuts }).map((own) => ({
    ...each,
    ...own,
  }));
  const models = await runJobs(trainReadOut, jobs, {
    context,
    file: require.resolve("./job"),
    size: ({ steps }) => steps,
    unit: "steps",
    inProcesses: config.steps >= 500,
    reads: [digitsFile],
  });
  const { train, heldOut } = digits();
  const examples = evidences.map((evidence, i) => {
    const [{ rows, label }] = hider(train, { ...config, evidence })([heldOut[2 + i]], fork(seed(0), "example"));
    return { evidence, rows, label };
  });
  return { config, models, examples };
}
