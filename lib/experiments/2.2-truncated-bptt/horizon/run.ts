import { ownRates } from "../../../lab/chosenRates";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { product, seedNumbers } from "../../../lab/sweep";
import {
  claimedLags,
  type RecallArm,
  type RecallConfig,
  type RecallJob,
  type RecallResult,
  windowKinds,
} from "./config";
import { runRecallModel, stepsOf } from "./job";

/** Trains one network for each seed, cell, lag and kind of window. */
export async function runRecall(config: RecallConfig, context: RunContext): Promise<RecallResult> {
  const { seeds, longWindow, cells, lags: asked, learningRates, ...each } = config;
  const lags = [...new Set([...asked, ...Object.values(claimedLags(config.windowLength))])].sort((a, b) => a - b);
  const run = (jobs: readonly (RecallArm & Pick<RecallJob, "learningRate" | "seed">)[]) =>
    runJobs(
      runRecallModel,
      jobs.map((own) => ({
        ...{ ...each, ...own },
        windowLength: own.kind === "long" ? longWindow : config.windowLength,
      })),
      {
        context,
        file: require.resolve("./job"),
        size: stepsOf,
        unit: "windows",
        inProcesses: config.length >= 1000,
      },
    );
  const arms = product({ cell: cells, lag: lags, kind: windowKinds });
  const { rateOf } = await ownRates(arms, {
    rates: learningRates,
    nameOf: ({ cell, kind, lag }) => `${cell}, ${kind}, ${lag}`,
    pilot: async (jobs) => (await run(jobs)).map(({ ended, accuracy }) => (ended === "finished" ? 1 - accuracy : null)),
  });
  const models = await run(
    product({ seed: seedNumbers(seeds), arm: arms }).map(({ seed, arm }) => ({
      ...{ ...arm, seed, learningRate: rateOf(arm) },
    })),
  );
  return { config: { ...config, lags }, models };
}
