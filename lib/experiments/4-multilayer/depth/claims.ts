import { type Estimate, estimate, mean } from "../../../analysis/statistics";
import { judgeAllAbove, type NamedEffect } from "../../../lab/judge";
import { counts, someOf } from "../../../lab/options";
import { study } from "../../../lab/study";
import { sound } from "../../../lab/trials";
import { effectText } from "../../../view/verdict";
import {
  type DepthResult,
  depthDefaults,
  depthPresets,
  lstmDepthDefaults,
  lstmDepthPresets,
  type Regime,
  regimes,
} from "./config";
import { curvesFigure, depthBitsFigure, depthsTable, gradientsFigure, timeFigure } from "./figures";
import { armsIn, bitsByDepth, gainsOf } from "./gains";
import { runDepths } from "./run";

const shared = {
  options: { regimes: someOf(regimes), depths: counts },
  run: runDepths,
  figures: { bits: depthBitsFigure, curves: curvesFigure, gradients: gradientsFigure, time: timeFigure },
  tables: { depths: depthsTable },
};

/** 4: vanilla RNNs of one to five layers, with equal hidden size and with equal parameters. */
export const depth = study({
  ...shared,
  id: "4-depth",
  defaults: depthDefaults,
  presets: depthPresets,
  claims: {
    "enough-layers": {
      sentence:
        "Two to four layers of a vanilla RNN are enough: they predict better than one, and five hardly better than they.",
      figures: ["bits", "curves", "gradients", "time"],
      judge: judgeEnough,
    },
    "depth-not-weights": {
      sentence:
        "It is depth and not the number of weights: with as many parameters, too, two to four layers predict better than one.",
      figures: ["bits"],
      judge: (result) =>
        judgeDepth(result, "equal parameters", ({ name, overOne }) => [
          { name: `what the best of them saves over one layer on ${name}`, estimate: overOne },
        ]),
    },
  },
});

/** 4: the same for LSTMs. */
export const lstmDepth = study({
  ...shared,
  id: "4-lstm-depth",
  defaults: lstmDepthDefaults,
  presets: lstmDepthPresets,
  claims: {
    "enough-lstm-layers": {
      sentence:
        "Two to four layers of an LSTM are enough: they predict better than one, and five hardly better than they.",
      figures: ["bits", "curves", "gradients", "time"],
      judge: judgeEnough,
    },
  },
});

function judgeEnough(result: DepthResult) {
  const { worth, depths, regimes } = result.config;
  return judgeDepth(result, regimes[0], ({ name, overOne, deepest }) => [
    { name: `what the best of them saves over one layer on ${name}`, estimate: overOne },
    { name: `${worth} less what ${depths.at(-1)} layers save over it on ${name}`, estimate: from(worth, deepest) },
  ]);
}

/** What is known of one text, in bits per character. */
interface OfText {
  readonly name: string;
  readonly overOne: Estimate;
  readonly deepest: Estimate;
}

/** The estimate of `whole` less what is estimated. */
const from = (whole: number, { mean, interval: [low, high] }: Estimate): Estimate => ({
  mean: whole - mean,
  interval: [whole - high, whole - low],
});

/** The claim that all effects of every text are above 0. */
function judgeDepth(result: DepthResult, regime: Regime, effects: (of: OfText) => NamedEffect[]) {
  const { corpora, cell, hiddenSize, steps, depths } = result.config;
  const texts = corpora.map((name) => {
    const bits = bitsByDepth(armsIn(result, regime, name), sound);
    if (bits.length < 2)
      return { parts: [{ name, estimate: undefined }], words: `${name}: too few models for an interval.` };
    const gains = gainsOf(bits);
    const [overOne, deepest] = [estimate(gains.overOne), estimate(gains.deepest)];
    const levels = depths.map((_, i) => mean(bits.map((row) => row[i])).toFixed(3)).join(", ");
    const words =
      `${name} (${bits.length} seeds): ${levels} bits; the best between saves ` +
      `${effectText({ effect: overOne.mean, interval: overOne.interval })} over one layer, and the deepest ` +
      `${effectText({ effect: deepest.mean, interval: deepest.interval })} over that.`;
    return { parts: effects({ name, overOne, deepest }), words };
  });
  const about = `${depths.join(", ")} layers of ${cell} at ${regime} (one of ${hiddenSize} units), ${steps} steps`;
  return judgeAllAbove(
    texts.flatMap(({ parts }) => parts),
    {
      criterion: "on every text, the 95 % intervals over seeds of all the effects lie above 0",
      measured: `${about}. ${texts.map(({ words }) => words).join(" ")}`,
    },
  );
}
