import { mean } from "../../../analysis/statistics";
import { longLagTasks } from "../../../data/longLag";
import { judgeEvery } from "../../../lab/decide";
import { bySeed } from "../../../lab/judge";
import { judgePairedOutcomes } from "../../../lab/judgeOutcomes";
import { counts, someOf } from "../../../lab/options";
import { study } from "../../../lab/study";
import {
  type ArmName,
  copyDefaults,
  copyPresets,
  type LongLagResult,
  lagArms,
  longLagDefaults,
  longLagPresets,
} from "./config";
import { atStartFigure, directionsFigure, publishedLagsTable, successFigure } from "./figures";
import { directionsFinding, longLagFindings } from "./findings";
import { isWhole, longestLag, runLongLag } from "./run";

const shared = {
  options: { tasks: someOf(Object.keys(longLagTasks)), arms: someOf(Object.keys(lagArms)), lags: counts },
  run: runLongLag,
};

/** 5.1: which lags an RNN learns, by its initial weights and with clipping and without; LSTM and GRU beside it. */
export const longLags = study({
  ...shared,
  id: "5.1-long-lags",
  defaults: longLagDefaults,
  presets: longLagPresets,
  figures: { success: successFigure, atStart: atStartFigure },
  findings: longLagFindings,
  tables: { published: publishedLagsTable },
  claims: {
    // Clipping multiplies the whole gradient by one number: the share that comes from far back stays (Pascanu et al. 2013).
    "clipping-is-no-cure": {
      sentence: "Clipping does not cure vanishing: with it the vanilla RNN learns the same lags as without.",
      expected: "holds",
      figures: ["success"],
      judge(result) {
        const adam = judgeSame(result, "rnn", "rnnUnclipped");
        if (!result.config.arms.includes("sgd")) return adam;
        // Adam divides a long gradient by its own length; here nothing does (Pascanu et al. 2013 had plain descent, too).
        return judgeEvery([adam, judgeSame(result, "sgd", "sgdUnclipped")], "with Adam and with plain descent,");
      },
    },
    // Mean-field theory, Chen, Pennington & Schoenholz 2018: with tanh and gain 1 the slope depends on ‖Wh‖ alone.
    "orthogonal-initialisation": {
      sentence:
        "With tanh and gain 1 it makes no difference to the lags that are learnt whether the recurrent weights start orthogonal or normal.",
      expected: "holds",
      figures: ["success", "atStart"],
      judge: (result) => judgeSame(result, "orthogonal", "rnn"),
    },
    // Le, Jaitly & Hinton 2015. By theory each alone is not enough: tanh bends the identity, and normal Wh with rectifiers lose √½ a step.
    "identity-initialisation": {
      sentence:
        "A vanilla RNN of rectifiers that starts at the identity learns longer lags than one with tanh, than the identity with tanh, and than rectifiers that start normal.",
      expected: "holds",
      figures: ["success", "atStart"],
      judge: (result) => judgeLonger(result, "irnn", ["rnn", "identity", "relu"]),
    },
  },
});

/** 5.1: where theory says that an orthogonal start matters: a linear RNN has to keep ten symbols, each in its own direction. */
export const copying = study({
  ...shared,
  id: "5.1-copying",
  defaults: copyDefaults,
  presets: copyPresets,
  figures: { success: successFigure, directions: directionsFigure },
  findings: { success: longLagFindings.success, directions: directionsFinding },
  claims: {
    // Saxe, McClelland & Ganguli 2014: of a product of normal matrices most singular values vanish, of orthogonal ones none. Henaff et al. 2016.
    "orthogonal-copies": {
      sentence:
        "A linear RNN that starts orthogonal learns to copy symbols over longer lags than one that starts normal.",
      expected: "holds",
      figures: ["success", "directions"],
      judge: (result) => judgeLonger(result, "linearOrthogonal", ["linear"]),
    },
  },
});

/** In half of all seeds: less than that and one would call two rows of the figure alike. */
const sameShare = 0.5;

/** The seeds of a task that have ended in both arms. */
const pairsOf = ({ models }: LongLagResult, task: string, arms: readonly [ArmName, ArmName]) =>
  bySeed(
    models.filter((model) => model.task === task && isWhole(model)),
    arms,
    ({ arm }) => arm,
  );

const about = ({ config }: LongLagResult, task: string, seeds: number): string =>
  `${task}, ${seeds} seeds, ${config.hiddenSize} units, at most ${config.steps} updates`;

/** The claim that each lag of each task is learnt as often by one arm as by the other. */
function judgeSame(result: LongLagResult, one: ArmName, other: ArmName) {
  const each = result.config.tasks.flatMap((task) => {
    const pairs = pairsOf(result, task, [one, other]);
    return result.config.lags.map((lag) => {
      const learnt = (arm: ArmName) => pairs.map((pair) => longestLag(pair[arm]) >= lag);
      const [first, second] = [learnt(one), learnt(other)];
      const count = (all: readonly boolean[], arm: ArmName) => `${all.filter(Boolean).length} (${lagArms[arm].name})`;
      return judgePairedOutcomes(
        first.map((value, i) => [value, second[i]] as const),
        {
          margin: sameShare,
          because: "less one would not see in the figure",
          measured:
            `${about(result, task, pairs.length)}: lag ${lag} is learnt by ${count(first, one)} and ${count(second, other)}; ` +
            "the effect is the paired difference of the shares.",
        },
      );
    });
  });
  return judgeEvery(each, "at every lag");
}

/** The claim that one arm learns longer lags than each of the others, seed by seed: the sign test, on each task. */
function judgeLonger(result: LongLagResult, one: ArmName, others: readonly ArmName[]) {
  const each = result.config.tasks.flatMap((task) =>
    others.map((other) => {
      const pairs = pairsOf(result, task, [one, other]);
      const mostly = (arm: ArmName) => mean(pairs.map((pair) => longestLag(pair[arm]))).toFixed(0);
      const longer = (a: ArmName, b: ArmName) => pairs.map((pair) => longestLag(pair[a]) > longestLag(pair[b]));
      const [first, second] = [longer(one, other), longer(other, one)];
      return judgePairedOutcomes(
        first.map((value, i) => [value, second[i]] as const),
        {
          measured:
            pairs.length === 0
              ? `${about(result, task, 0)}.`
              : `${about(result, task, pairs.length)}: the longest lag learnt is ${mostly(one)} on average (${lagArms[one].name}) and ${mostly(other)} ` +
                `(${lagArms[other].name}); the effect is the share of seeds in which the first learns longer lags, less that in which the second does.`,
        },
      );
    }),
  );
  return each.length === 1 ? each[0] : judgeEvery(each, "beside each of the others");
}
