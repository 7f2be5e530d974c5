import { expect } from "../../../core/errors";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { product, seedNumbers } from "../../../lab/sweep";
import type { LongLagConfig, LongLagModel, LongLagResult } from "./config";
import { learnLags } from "./job";

/** Which lag each arm still learns, task by task. */
export async function runLongLag(config: LongLagConfig, context: RunContext): Promise<LongLagResult> {
  const { tasks, arms: compared, seeds, ...each } = config;
  const ascending = each.lags.every((lag, i) => lag >= 4 && (i === 0 || lag > each.lags[i - 1]));
  expect(ascending, `lags: numbers from 4 on, each above the one before, expected, got ${each.lags}`);
  const jobs = product({ task: tasks, seed: seedNumbers(seeds), arm: compared }).map((own) => ({ ...each, ...own }));
  const models = await runJobs(learnLags, jobs, {
    context,
    file: require.resolve("./job"),
    size: ({ lags, steps }) => lags.length * steps,
    unit: "steps",
    inProcesses: config.steps >= 200,
  });
  return { config, models };
}

export const isWhole = ({ attempts }: LongLagModel): boolean =>
  attempts.length > 0 && attempts.every(({ ended }) => ended !== "interrupted");

/** The longest lag up to which all were learnt; 0 where not even the first was. */
export const longestLag = ({ attempts }: LongLagModel): number =>
  attempts.filter(({ ended }) => ended === "learnt").reduce((longest, { lag }) => Math.max(longest, lag), 0);
