import { type CellName, stackOf } from "../../../cells/stackOf";
import { expect } from "../../../core/errors";
import { corpus, corpusFiles } from "../../../data/text";
import { runJobs } from "../../../lab/jobs";
import { product, seedNumbers } from "../../../lab/sweep";
import type { RunContext } from "../../../view/session";
import { type BiasConfig, type BiasResult, claimedWindow } from "./config";
import { runBiasModel } from "./job";

/** Compares gradients at each cell's fresh weights and after training. */
export async function runBias(config: BiasConfig, context: RunContext): Promise<BiasResult> {
  const { seeds, cells, ...each } = config;
  const windows = [...new Set([...config.windows, claimedWindow])].sort((a, b) => a - b);
  for (const length of windows) {
    expect(
      config.sequence % length === 0,
      () => `windows: lengths that divide the sequence of ${config.sequence} expected, got ${length}`,
    );
  }
  corpus(config.corpus, { windowLength: config.sequence });
  for (const cell of cells) stackOf({ cell: cell as CellName, layers: 1, inputSize: 1, hiddenSize: 1 }); // says which there are
  const jobs = product({ seed: seedNumbers(seeds), cell: cells }).map((own) => ({ ...each, windows, ...own }));
  const models = await runJobs(runBiasModel, jobs, {
    context,
    file: require.resolve("./job"),
    size: ({ steps }) => steps,
    unit: "steps",
    inProcesses: config.steps >= 100,
    reads: corpusFiles(config.corpus),
  });
  return { config: { ...config, windows }, models };
}
