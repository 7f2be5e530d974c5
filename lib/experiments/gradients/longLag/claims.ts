import { estimate, mean } from "../../../analysis/statistics";
import { longLagTasks } from "../../../data/longLag";
import { type Experiment, experiment } from "../../experiment";
import { judgeAbove, judgeWithin } from "../../judge";
import { counts, someOf } from "../../options";
import { type ArmName, arms, type LongLagConfig, type LongLagResult, longLagDefaults, longLagPresets } from "./config";
import { atStartFigure, publishedTable, successFigure } from "./figures";
import { isWhole, lagsLearnt, longestLag, runLongLag } from "./run";

type LongLagExperiment = Experiment<LongLagConfig, LongLagResult>;

/** The claims share a run: give each the result of any one's. */
const shared = {
  section: "5.1",
  expected: "holds" as const,
  defaults: longLagDefaults,
  presets: longLagPresets,
  options: { tasks: someOf(Object.keys(longLagTasks)), arms: someOf(Object.keys(arms)), lags: counts },
  run: runLongLag,
};

export const clippingNoCure: LongLagExperiment = experiment({
  ...shared,
  id: "5.1-clipping-is-no-cure",
  claim: "Clipping does not cure vanishing: with it the vanilla RNN learns no longer lags than without.",
  figures: { success: successFigure },
  judge: (result) => judge(result, ["rnn", "rnnUnclipped"], 0.5),
});

export const orthogonalHelps: LongLagExperiment = experiment({
  ...shared,
  id: "5.1-orthogonal-initialisation",
  claim:
    "A vanilla RNN whose recurrent weights start orthogonal learns longer lags than one whose weights start normal.",
  figures: { success: successFigure },
  judge: (result) => judge(result, ["orthogonal", "rnn"]),
});

export const identityHelps: LongLagExperiment = experiment({
  ...shared,
  id: "5.1-identity-initialisation",
  claim:
    "A vanilla RNN of rectifiers that starts at the identity learns longer lags than one with tanh that starts normal.",
  figures: { success: successFigure, atStart: atStartFigure },
  tables: { published: publishedTable },
  judge: (result) => judge(result, ["irnn", "rnn"]),
});

/** Lags learnt by one arm more than by the other, of those on the ladder: paired by seed, the mean over the tasks. */
function judge({ config, models }: LongLagResult, [one, other]: readonly [ArmName, ArmName], margin?: number) {
  const seeds = Array.from({ length: config.seeds }, (_, i) => i + 1);
  const pairs = seeds.flatMap((seed) => {
    const of = (arm: ArmName) => models.filter((model) => model.seed === seed && model.arm === arm && isWhole(model));
    const [ones, others] = [of(one), of(other)];
    return ones.length === config.tasks.length && others.length === config.tasks.length ? [{ ones, others }] : [];
  });
  const about = `${pairs.length} seeds, ${config.tasks.join(" and ")}, lags ${config.lags.join(", ")}, at most ${config.steps} steps`;
  const longest = (which: "ones" | "others") =>
    config.tasks
      .map((task) =>
        mean(pairs.map((pair) => longestLag(pair[which].find((model) => model.task === task)!))).toFixed(0),
      )
      .join(" and ");
  const effects = pairs.map(({ ones, others }) =>
    mean(ones.map((model, i) => lagsLearnt(model) - lagsLearnt(others[i]))),
  );
  const measured =
    pairs.length < 2
      ? `${about}: too few for an interval.`
      : `${about}: the longest lag learnt is ${longest("ones")} on average (${arms[one].name}), ${longest("others")} ` +
        `(${arms[other].name}); the effect is the paired difference in lags of the ladder.`;
  const interval = pairs.length < 2 ? undefined : estimate(effects);
  return margin === undefined ? judgeAbove(interval, measured) : judgeWithin(interval, measured, margin);
}
