import { meanDecades } from "../../../analysis/gradientDecades";
import { mean } from "../../../analysis/statistics";
import { fromDecades } from "../../../lab/finals";
import type { Findings } from "../../../view/withFinding";
import { type LongLagResult, lagArms } from "./config";
import { freshArms, learnt, modelsOf, taskTitles } from "./figures";

export const longLagFindings = {
  success(result) {
    const { tasks, lags, arms: compared } = result.config;
    const [task, lag] = [tasks[0], lags[lags.length - 1]];
    const counts = compared
      .map((arm) => ({ arm, own: modelsOf(result, task, arm) }))
      .filter(({ own }) => own.length > 0)
      .map(({ arm, own }) => ({ arm, count: learnt(own, lag), of: own.length }));
    const most = Math.max(...counts.map(({ count }) => count));
    const best = counts.filter(({ count }) => count === most);
    if (counts.length === 0) return undefined;
    if (most === 0) return `No network has learnt lag ${lag} of ${taskTitles[task]}`;
    const who = best.length > 1 ? `${best.length} networks` : lagArms[best[0].arm].name;
    const rnn = counts.find(({ arm, count }) => arm === "rnn" && count < most);
    const beside = rnn ? `, in ${rnn.count} by the RNN` : "";
    return `Lag ${lag} of ${taskTitles[task]}: learnt in ${most} of ${best[0].of} seeds by ${who}${beside}`;
  },
  atStart(result) {
    const { tasks } = result.config;
    const ways = freshArms(result)
      .map((arm) => ({
        name: lagArms[arm].name,
        decades: meanDecades(modelsOf(result, tasks[0], arm).map(({ atStart }) => atStart)),
      }))
      .filter(({ decades }) => decades.length > 1);
    const last = Math.min(...ways.map(({ decades }) => decades.length)) - 1;
    const [least, ...more] = ways
      .sort((a, b) => a.decades[last] - b.decades[last])
      .map(({ name, decades }) => `${fromDecades(decades[last])} (${name})`);
    return more.length > 0 ? `Of the gradient ${least} to ${more.at(-1)} comes ${last} steps back` : undefined;
  },
} satisfies Findings<LongLagResult>;

export function directionsFinding(result: LongLagResult): string | undefined {
  const { tasks, lags } = result.config;
  const kept = freshArms(result)
    .map((arm) => ({ name: lagArms[arm].name, own: modelsOf(result, tasks[0], arm) }))
    .filter(({ own }) => own.length > 0)
    .map(({ name, own }) => ({ name, share: mean(own.map(({ directions }) => sharesKept(directions))) }))
    .sort((a, b) => b.share - a.share);
  if (kept.length < 2) return undefined;
  const [most, ...others] = kept.map(({ name, share }) => `${(100 * share).toFixed(0)} % (${name})`);
  return `Directions left after ${lags.at(-1)} steps: ${most} to ${others.at(-1)}`;
}

const sharesKept = (directions: readonly number[]): number => mean(directions.map((value) => (value >= 0.1 ? 1 : 0)));
