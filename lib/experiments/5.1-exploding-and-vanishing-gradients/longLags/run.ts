import { expect } from "../../../core/errors";
import { ownRates } from "../../../lab/chosenRates";
import { runJobs } from "../../../lab/jobs";
import type { RunContext } from "../../../lab/session";
import { product, seedNumbers } from "../../../lab/sweep";
import { type LongLagConfig, type LongLagJob, type LongLagModel, type LongLagResult, lagArms } from "./config";
import { learnLags } from "./job";

/** Which lag each arm still learns, task by task. */
export async function runLongLag(config: LongLagConfig, context: RunContext): Promise<LongLagResult> {
  const { tasks, arms: compared, seeds, learningRates, ...each } = config;
  const ascending = each.lags.every((lag, i) => lag >= 4 && (i === 0 || lag > each.lags[i - 1]));
  expect(ascending, `lags: numbers from 4 on, each above the one before, expected, got ${each.lags}`);
  const run = (jobs: readonly LongLagJob[]) =>
    runJobs(learnLags, jobs, {
      context,
      file: require.resolve("./job"),
      size: ({ lags, steps }) => lags.length * steps,
      unit: "steps",
      inProcesses: config.steps >= 200,
    });
  const arms = product({ task: tasks, arm: compared });
  const { rateOf, tried } = await ownRates(arms, {
    rates: learningRates,
    nameOf: ({ task, arm }) => `${task}, ${lagArms[arm].name}`,
    pilot: async (jobs) =>
      (await run(jobs.map((job) => ({ ...each, ...job, steps: Math.ceil(each.steps / 4) })))).map(leftToLearn),
  });
  const models = await run(
    product({ seed: seedNumbers(seeds), of: arms }).map(({ seed, of }) => ({
      ...{ ...each, ...of, learningRate: rateOf(of), seed },
    })),
  );
  return { config, models, tried };
}

/** The lags that were learnt, less than none, and of the one after them the share of its loss; null where it diverged. */
function leftToLearn({ attempts }: LongLagModel): number | null {
  const { ended, share } = attempts[attempts.length - 1];
  return ended === "diverged" ? null : Math.min(share ?? 1, 1) - attempts.length;
}

export const isWhole = ({ attempts }: LongLagModel): boolean =>
  attempts.length > 0 && attempts.every(({ ended }) => ended !== "interrupted");

/** The longest lag up to which all were learnt; 0 where not even the first was. */
export const longestLag = ({ attempts }: LongLagModel): number =>
  attempts.filter(({ ended }) => ended === "learnt").reduce((longest, { lag }) => Math.max(longest, lag), 0);
