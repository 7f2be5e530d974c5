import { mean } from "../../../analysis/statistics";
import { longLagTasks } from "../../../data/longLag";
import { bySeed, judge } from "../../../lab/judge";
import { counts, someOf } from "../../../lab/options";
import { study } from "../../../lab/study";
import { type ArmName, type LongLagResult, lagArms, longLagDefaults, longLagPresets } from "./config";
import { atStartFigure, publishedLagsTable, successFigure } from "./figures";
import { isWhole, lagsLearnt, longestLag, runLongLag } from "./run";

/** 5.1: which lags an RNN learns, by its initial weights and with clipping and without; LSTM and GRU beside it. */
export const longLags = study({
  id: "5.1-long-lags",
  defaults: longLagDefaults,
  presets: longLagPresets,
  options: { tasks: someOf(Object.keys(longLagTasks)), arms: someOf(Object.keys(lagArms)), lags: counts },
  run: runLongLag,
  figures: { success: successFigure, atStart: atStartFigure },
  tables: { published: publishedLagsTable },
  claims: {
    "clipping-is-no-cure": {
      sentence: "Clipping does not cure vanishing: with it the vanilla RNN learns no longer lags than without.",
      figures: ["success"],
      judge: (result) => judgeLags(result, ["rnn", "rnnUnclipped"], 0.5),
    },
    "orthogonal-initialisation": {
      sentence:
        "A vanilla RNN whose recurrent weights start orthogonal learns longer lags than one whose weights start normal.",
      figures: ["success"],
      judge: (result) => judgeLags(result, ["orthogonal", "rnn"]),
    },
    "identity-initialisation": {
      sentence:
        "A vanilla RNN of rectifiers that starts at the identity learns longer lags than one with tanh that starts normal.",
      figures: ["success", "atStart"],
      judge: (result) => judgeLags(result, ["irnn", "rnn"]),
    },
  },
});

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
        `the longest lag learnt is ${longest(one)} on average (${lagArms[one].name}), ${longest(other)} ` +
        `(${lagArms[other].name}); the effect is the paired difference in lags of the ladder.`
      );
    },
    margin,
  });
}
