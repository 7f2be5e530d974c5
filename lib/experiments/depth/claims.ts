import { type Estimate, estimate, mean } from "../../analysis/statistics";
import { effectText } from "../../view/verdict";
import { type Experiment, experiment } from "../experiment";
import { judgeAllAbove, type Part } from "../judge";
import { counts, someOf } from "../options";
import { armsIn, finishedBits, gainsOf } from "./comparison";
import {
  type DepthConfig,
  type DepthResult,
  depthDefaults,
  depthPresets,
  lstmDepthDefaults,
  lstmDepthPresets,
  type Regime,
  regimes,
} from "./config";
import { bitsFigure, curvesFigure, gradientsFigure, timeFigure } from "./figures";
import { runDepths } from "./run";
import { depthsTable } from "./table";

type DepthExperiment = Experiment<DepthConfig, DepthResult>;

const shared = {
  section: "4",
  expected: "holds" as const,
  options: { regimes: someOf(regimes), depths: counts },
  run: runDepths,
  figures: { bits: bitsFigure, curves: curvesFigure, gradients: gradientsFigure, time: timeFigure },
  tables: { depths: depthsTable },
};

const vanilla = { ...shared, defaults: depthDefaults, presets: depthPresets };

/** Two claims share this run: give either the result of the other. */
export const enoughLayers: DepthExperiment = experiment({
  ...vanilla,
  id: "4-enough-layers",
  claim:
    "Two to four layers of a vanilla RNN are enough: they predict better than one, and five hardly better than they.",
  judge: judgeEnough,
});

export const depthNotWeights: DepthExperiment = experiment({
  ...vanilla,
  id: "4-depth-not-weights",
  claim:
    "It is depth and not the number of weights: with as many parameters, too, two to four layers predict better than one.",
  judge: (result) =>
    judgeDepth(result, "equal parameters", ({ name, overOne }) => [
      { name: `what the best of them saves over one layer on ${name}`, estimate: overOne },
    ]),
});

export const enoughLstmLayers: DepthExperiment = experiment({
  ...shared,
  defaults: lstmDepthDefaults,
  presets: lstmDepthPresets,
  id: "4-enough-lstm-layers",
  claim: "Two to four layers of an LSTM are enough: they predict better than one, and five hardly better than they.",
  judge: judgeEnough,
});

/** What is known of one text, in bits per character. */
interface OfText {
  readonly name: string;
  readonly overOne: Estimate;
  readonly deepest: Estimate;
}

function judgeEnough(result: DepthResult) {
  const { worth, depths, regimes } = result.config;
  return judgeDepth(result, regimes[0], ({ name, overOne, deepest }) => [
    { name: `what the best of them saves over one layer on ${name}`, estimate: overOne },
    { name: `${worth} less what ${depths.at(-1)} layers save over it on ${name}`, estimate: from(worth, deepest) },
  ]);
}

/** The estimate of `whole` less what is estimated. */
const from = (whole: number, { mean, interval: [low, high] }: Estimate): Estimate => ({
  mean: whole - mean,
  interval: [whole - high, whole - low],
});

/** The claim that all effects of every text are above 0. */
function judgeDepth(result: DepthResult, regime: Regime, effects: (of: OfText) => Part[]) {
  const { corpora, cell, hiddenSize, steps, depths } = result.config;
  const texts = corpora.map((name) => {
    const bits = finishedBits(armsIn(result, regime, name));
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
