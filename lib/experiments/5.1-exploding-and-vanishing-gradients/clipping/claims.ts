import { mean } from "../../../analysis/statistics";
import { bySeed, judge, type Question, type Row } from "../../../lab/judge";
import { positive } from "../../../lab/options";
import { study } from "../../../lab/study";
import { type ClippingModel, type ClippingResult, clippingDefaults, clippingPresets, rules, type Turn } from "./config";
import { clippedLossFigure, normsFigure, ratesFigure, sliceFigure, turnFigure } from "./figures";
import { finalLoss, isLost, runClipping, spikes } from "./run";

/** 5.1: the gradient's norm in training, and what clipping by norm and by value does. */
export const clipping = study({
  id: "5.1-clipping",
  defaults: clippingDefaults,
  presets: clippingPresets,
  options: { learningRate: positive },
  run: runClipping,
  figures: { norms: normsFigure, slice: sliceFigure, losses: clippedLossFigure, rates: ratesFigure, turns: turnFigure },
  claims: {
    "gradient-spikes": {
      sentence: "In real training the gradient's norm has spikes: the longest is more than ten times the median.",
      figures: ["norms", "slice"],
      judge(result) {
        const rows = judged(result).map(({ norm }) => ({ ...spikes(norm) }));
        return judgeSeeds(result, rows, {
          effect: ({ longest, median }) => Math.log10(longest / median),
          measured: ({ longest, median }) =>
            `clipped by norm the longest gradient is ${longest.toFixed(1)}, the median ` +
            `${median.toFixed(2)}; the effect is their ratio in decades.`,
          least: 1,
        });
      },
    },
    "clipping-prevents-divergence": {
      sentence: "Without clipping training is lost at a learning rate at which it learns with clipping by norm.",
      figures: ["losses", "rates"],
      judge(result) {
        const end = (model: ClippingModel) => ({ lost: Number(isLost(model, result)), nats: finalLoss(model) });
        const rows = judged(result).map(({ none, norm, value }) => ({
          none: end(none),
          norm: end(norm),
          value: end(value),
        }));
        const count = (share: number) => Math.round(share * rows.length);
        return judgeSeeds(result, rows, {
          effect: ({ none, norm }) => none.lost - norm.lost,
          measured: ({ none, norm, value }) =>
            `${count(none.lost)} lost without clipping (${none.nats.toFixed(2)} nats at the end), ${count(norm.lost)} with clipping by norm ` +
            `(${norm.nats.toFixed(2)}), ${count(value.lost)} by value (${value.nats.toFixed(2)}); lost is above ${result.frequencies.toFixed(2)}, ` +
            "the letters' frequencies. The effect is the paired difference of the shares.",
        });
      },
    },
    "value-clipping-turns": {
      sentence: "Clipping by value turns the gradient by more than five degrees; clipping by norm does not turn it.",
      figures: ["turns"],
      judge(result) {
        const { clipNorm, clipValue } = result.config;
        // Only where there is something to clip.
        const seeds = judged(result).map(({ norm }) => norm.turns.filter((turn) => turn.norm > clipNorm));
        const some = seeds.filter((turns) => turns.length > 0);
        const turned = ({ byValue }: Turn) => degrees(byValue.find(({ limit }) => limit === clipValue)!.cosine);
        const rows = some.map((turns) => ({ angle: mean(turns.map(turned)) }));
        const least = Math.min(...some.flat().map(({ byNorm }) => byNorm));
        return judgeSeeds(result, rows, {
          effect: ({ angle }) => angle,
          measured: ({ angle }) =>
            `of gradients longer than ${clipNorm}, clipping to ±${clipValue} turns by ${angle.toFixed(0)}° on average; by norm the ` +
            `cosine is never below ${least.toFixed(6)}. The effect is the first angle, in degrees.`,
          least: 5,
        });
      },
    },
  },
});

const degrees = (cosine: number): number => (Math.acos(Math.min(1, cosine)) * 180) / Math.PI;

function judgeSeeds<S extends Row>(
  { config, corpus }: ClippingResult,
  rows: readonly S[],
  question: Omit<Question<S>, "about">,
) {
  const { hiddenSize, gain, steps, learningRate } = config;
  const about = `${rows.length} seeds (RNN, ${hiddenSize} units, gain ${gain}, ${steps} steps of SGD at ${learningRate}) on ${corpus}`;
  return judge(rows, { about, ...question });
}

/** The models of each seed at the rate that the claims are judged at, where all have ended. */
const judged = ({ models, config }: ClippingResult) =>
  bySeed(
    models.filter(({ rate, ended }) => rate === config.learningRate && ended !== "interrupted"),
    rules,
    ({ rule }) => rule,
  );
