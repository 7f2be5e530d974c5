import { runJobs } from "../../../lab/jobs";
import { product, seedNumbers } from "../../../lab/sweep";
import type { RunContext } from "../../../view/session";
import { claimedLags, type RecallConfig, type RecallResult, windowKinds } from "./config";
import { runRecallModel, stepsOf } from "./job";

/** Trains one network for each seed, lag and kind of window. */
export async function runRecall(config: RecallConfig, context: RunContext): Promise<RecallResult> {
  const { seeds, longWindow, lags: asked, ...each } = config;
  const lags = [...new Set([...asked, ...Object.values(claimedLags(config.windowLength))])].sort((a, b) => a - b);
  const jobs = product({ seed: seedNumbers(seeds), lag: lags, kind: windowKinds }).map((own) => ({
    ...{ ...each, ...own },
    windowLength: own.kind === "long" ? longWindow : config.windowLength,
  }));
  const models = await runJobs(runRecallModel, jobs, {
    context,
    file: require.resolve("./job"),
    size: stepsOf,
    unit: "windows",
    inProcesses: config.length >= 1000,
  });
  return { config: { ...config, lags }, models };
}
