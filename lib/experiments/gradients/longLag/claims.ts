import { mean } from "../../../analysis/statistics";
import { longLagTasks } from "../../../data/longLag";
import { type Study, study } from "../../experiment";
import { bySeed, judge } from "../../judge";
import { counts, someOf } from "../../options";
import { type ArmName, arms, type LongLagConfig, type LongLagResult, longLagDefaults, longLagPresets } from "./config";
import { atStartFigure, publishedTable, successFigure } from "./figures";
import { isWhole, lagsLearnt, longestLag, runLongLag } from "./run";

/** The claims share a run: give each the result of any one's. */
const claim: Study<LongLagConfig, LongLagResult> = study({
  defaults: longLagDefaults,
  presets: longLagPresets,
  options: { tasks: someOf(Object.keys(longLagTasks)), arms: someOf(Object.keys(arms)), lags: counts },
  run: runLongLag,
});

export const clippingNoCure = claim(
  "5.1-clipping-is-no-cure",
  "Clipping does not cure vanishing: with it the vanilla RNN learns no longer lags than without.",
  { figures: { success: successFigure }, judge: (result) => judgeLags(result, ["rnn", "rnnUnclipped"], 0.5) },
);

export const orthogonalHelps = claim(
  "5.1-orthogonal-initialisation",
  "A vanilla RNN whose recurrent weights start orthogonal learns longer lags than one whose weights start normal.",
  { figures: { success: successFigure }, judge: (result) => judgeLags(result, ["orthogonal", "rnn"]) },
);

export const identityHelps = claim(
  "5.1-identity-initialisation",
  "A vanilla RNN of rectifiers that starts at the identity learns longer lags than one with tanh that starts normal.",
  {
    figures: { success: successFigure, atStart: atStartFigure },
    tables: { published: publishedTable },
    judge: (result) => judgeLags(result, ["irnn", "rnn"]),
  },
);

/** Lags learnt by one arm more than by the other, of those on the ladder: paired by seed, the mean over the tasks. */
function judgeLags({ config, models }: LongLagResult, [one, other]: readonly [ArmName, ArmName], margin?: number) {
  const { tasks, lags, steps } = config;
  const whole = models.filter(isWhole);
  const pairs = tasks.map((task) =>
    bySeed(
      whole.filter((model) => model.task === task),
      [one, other],
      ({ arm }) => arm,
    ),
  );
  // Of the seeds that have both on every task.
  const rows = pairs[0].flatMap((first) => {
    const own = pairs.flatMap((all) => all.find((pair) => pair[one].seed === first[one].seed) ?? []);
    const of = (arm: ArmName) => ({
      lags: mean(own.map((pair) => lagsLearnt(pair[arm]))),
      longest: Object.fromEntries(own.map((pair) => [pair[arm].task, longestLag(pair[arm])])),
    });
    return own.length === tasks.length ? [{ [one]: of(one), [other]: of(other) }] : [];
  });
  return judge(rows, {
    about: `${rows.length} seeds, ${tasks.join(" and ")}, lags ${lags.join(", ")}, at most ${steps} steps`,
    effect: (row) => row[one].lags - row[other].lags,
    measured(means) {
      const longest = (arm: ArmName) => tasks.map((task) => means[arm].longest[task].toFixed(0)).join(" and ");
      return (
        `the longest lag learnt is ${longest(one)} on average (${arms[one].name}), ${longest(other)} ` +
        `(${arms[other].name}); the effect is the paired difference in lags of the ladder.`
      );
    },
    margin,
  });
}
