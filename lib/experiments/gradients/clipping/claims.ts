import { estimate, mean } from "../../../analysis/statistics";
import { type Experiment, experiment } from "../../experiment";
import { judgeAbove } from "../../judge";
import { positive } from "../../options";
import {
  type ClippingConfig,
  type ClippingModel,
  type ClippingResult,
  clippingDefaults,
  clippingPresets,
  type Rule,
} from "./config";
import { clippedLossFigure, normsFigure, ratesFigure, sliceFigure, turnFigure } from "./figures";
import { finalLoss, isLost, runClipping, spikes } from "./run";

type ClippingExperiment = Experiment<ClippingConfig, ClippingResult>;

/** The claims share a run: give each the result of any one's. */
const shared = {
  section: "5.1",
  expected: "holds" as const,
  defaults: clippingDefaults,
  presets: clippingPresets,
  options: { learningRate: positive },
  run: runClipping,
};

export const gradientSpikes: ClippingExperiment = experiment({
  ...shared,
  id: "5.1-gradient-spikes",
  claim: "In real training the gradient's norm has spikes: the longest is more than ten times the median.",
  figures: { norms: normsFigure, slice: sliceFigure },
  judge(result) {
    const models = bySeed(result).map(({ norm }) => spikes(norm));
    return judge(result, {
      effects: models.map(({ longest, median }) => Math.log10(longest / median)),
      least: 1,
      says: () =>
        `clipped by norm the longest gradient is ${mean(models.map(({ longest }) => longest)).toFixed(1)}, the median ` +
        `${mean(models.map(({ median }) => median)).toFixed(2)}; the effect is their ratio in decades.`,
    });
  },
});

export const clippingPreventsDivergence: ClippingExperiment = experiment({
  ...shared,
  id: "5.1-clipping-prevents-divergence",
  claim: "Without clipping training is lost at a learning rate at which it learns with clipping by norm.",
  figures: { losses: clippedLossFigure, rates: ratesFigure },
  judge(result) {
    const seeds = bySeed(result);
    const lost = (rule: Rule) => seeds.filter((models) => isLost(models[rule], result)).length;
    const reached = (rule: Rule) => mean(seeds.map((models) => finalLoss(models[rule]))).toFixed(2);
    return judge(result, {
      effects: seeds.map(({ none, norm }) => Number(isLost(none, result)) - Number(isLost(norm, result))),
      says: () =>
        `${lost("none")} lost without clipping (${reached("none")} nats at the end), ${lost("norm")} with clipping by norm ` +
        `(${reached("norm")}), ${lost("value")} by value (${reached("value")}); lost is above ${result.frequencies.toFixed(2)}, ` +
        "the letters' frequencies. The effect is the paired difference of the shares.",
    });
  },
});

export const valueClippingTurns: ClippingExperiment = experiment({
  ...shared,
  id: "5.1-value-clipping-turns",
  claim: "Clipping by value turns the gradient by more than five degrees; clipping by norm does not turn it.",
  figures: { turns: turnFigure },
  judge(result) {
    const { clipNorm, clipValue } = result.config;
    // Only where there is something to clip.
    const seeds = bySeed(result).map(({ norm }) => norm.turns.filter((turn) => turn.norm > clipNorm));
    const some = seeds.filter((turns) => turns.length > 0);
    const angles = some.map((turns) =>
      mean(turns.map(({ byValue }) => degrees(byValue.find(({ limit }) => limit === clipValue)!.cosine))),
    );
    const least = Math.min(...some.flat().map(({ byNorm }) => byNorm));
    return judge(result, {
      effects: angles,
      least: 5,
      says: () =>
        `of gradients longer than ${clipNorm}, clipping to ±${clipValue} turns by ${mean(angles).toFixed(0)}° on average; by norm the ` +
        `cosine is never below ${least.toFixed(6)}. The effect is the first angle, in degrees.`,
    });
  },
});

const degrees = (cosine: number): number => (Math.acos(Math.min(1, cosine)) * 180) / Math.PI;

interface Judged {
  /** One a seed. */
  readonly effects: readonly number[];
  readonly least?: number;
  readonly says: () => string;
}

function judge({ config, corpus }: ClippingResult, { effects, least, says }: Judged) {
  const { hiddenSize, gain, steps, learningRate } = config;
  const about = `${effects.length} seeds (RNN, ${hiddenSize} units, gain ${gain}, ${steps} steps of SGD at ${learningRate}) on ${corpus}`;
  if (effects.length < 2) return judgeAbove(undefined, `${about}: too few for an interval.`, least);
  return judgeAbove(estimate(effects), `${about}: ${says()}`, least);
}

/** The models of each seed at the rate that the claims are judged at, where all have ended. */
function bySeed({ models, config }: ClippingResult): Record<Rule, ClippingModel>[] {
  const judged = models.filter(({ rate, ended }) => rate === config.learningRate && ended !== "interrupted");
  return [...new Set(judged.map(({ seed }) => seed))].flatMap((seed) => {
    const of = (rule: Rule) => judged.find((model) => model.seed === seed && model.rule === rule);
    const [none, norm, value] = [of("none"), of("norm"), of("value")];
    return none && norm && value ? [{ none, norm, value }] : [];
  });
}
