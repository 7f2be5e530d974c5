import { expect } from "../../../core/errors";
import { corpus, corpusFiles } from "../../../data/text";
import { ownRates } from "../../../lab/chosenRates";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { product, seedNumbers } from "../../../lab/sweep";
import { type BiasConfig, type BiasJob, type BiasResult, claimedWindow } from "./config";
import { runBiasModel } from "./job";

/** Compares gradients at each cell's fresh weights, and on the way of its training on each text. */
export async function runBias(config: BiasConfig, context: RunContext): Promise<BiasResult> {
  const { seeds, cells, corpora, learningRates, checkpoints, ...each } = config;
  const windows = [...new Set([...config.windows, claimedWindow])].sort((a, b) => a - b);
  for (const length of windows) {
    expect(
      config.sequence % length === 0,
      () => `windows: lengths that divide the sequence of ${config.sequence} expected, got ${length}`,
    );
  }
  const [evaluateEvery] = checkpoints;
  const steps = checkpoints[checkpoints.length - 1];
  expect(
    checkpoints.every(
      (step, i) => i === 0 || (step > checkpoints[i - 1] && (step % evaluateEvery === 0 || step === steps)),
    ),
    () =>
      `checkpoints: rising multiples of the first expected, the last of any size, got ${JSON.stringify(checkpoints)}`,
  );
  for (const name of corpora) corpus(name, { windowLength: config.sequence });
  const run = (jobs: readonly Pick<BiasJob, "corpus" | "cell" | "learningRate" | "seed" | "pilot">[]) =>
    runJobs(
      runBiasModel,
      jobs.map((own): BiasJob => {
        const length = own.pilot ? Math.ceil(steps / 4) : steps; // enough to tell which rate is best
        return {
          ...{ ...each, windows, checkpoints, ...own },
          ...{ steps: length, decaySteps: length, evaluateEvery, heldOutWindows: 2, shards: 1 },
        };
      }),
      {
        context,
        file: require.resolve("./job"),
        size: (job) => job.steps,
        unit: "steps",
        inProcesses: steps >= 100,
        reads: corpora.flatMap(corpusFiles),
      },
    );
  const arms = product({ corpus: corpora, cell: cells });
  const { rateOf } = await ownRates(arms, {
    rates: learningRates,
    nameOf: ({ corpus: name, cell }) => `${cell} on ${name}`,
    pilot: async (jobs) =>
      (await run(jobs.map((job) => ({ ...job, pilot: true })))).map(({ heldOutBits }) => heldOutBits),
  });
  const models = await run(
    product({ seed: seedNumbers(seeds), arm: arms }).map(({ seed, arm }) => ({
      ...{ ...arm, seed, pilot: false, learningRate: rateOf(arm) },
    })),
  );
  return { config: { ...config, windows }, models };
}
