import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../view/session";
import { claimedLags, type RecallConfig, type RecallResult, windowKinds } from "./config";
import { runRecallModel, stepsOf } from "./job";

/** Trains one network for each seed, lag and kind of window. */
export async function runRecall(config: RecallConfig, context: RunContext): Promise<RecallResult> {
  const { seeds, longWindow, ...each } = config;
  const lags = [...new Set([...config.lags, ...Object.values(claimedLags(config.windowLength))])].sort((a, b) => a - b);
  const jobs = Array.from({ length: seeds }, (_, i) =>
    lags.flatMap((lag) =>
      windowKinds.map((kind) => ({
        ...{ ...each, lags: undefined, kind, lag, seed: i + 1 },
        windowLength: kind === "long" ? longWindow : config.windowLength,
      })),
    ),
  ).flat();
  const models = await runJobs(
    runRecallModel,
    jobs.map(({ lags: _, ...job }) => job),
    {
      context,
      file: require.resolve("./job"),
      size: stepsOf,
      unit: "windows",
      inProcesses: config.length >= 1000,
    },
  );
  return { config: { ...config, lags }, models };
}
