import { mean } from "../../../analysis/statistics";
import { bySeed, judge, type Question, type Row } from "../../../lab/judge";
import { judgePairedOutcomes } from "../../../lab/judgeOutcomes";
import { study } from "../../../lab/study";
import { type ClippingResult, clippingDefaults, clippingPresets, rules, type Training, type Turn } from "./config";
import { clippedLossFigure, normsFigure, ratesFigure, sliceFigure, turnFigure } from "./figures";
import { clippingFindings } from "./findings";
import { isLost, runClipping, spikes, trainedBy } from "./run";

/** 5.1: the gradient's norm in training, and what clipping by norm and by value does. */
export const clipping = study({
  id: "5.1-clipping",
  defaults: clippingDefaults,
  presets: clippingPresets,
  run: runClipping,
  figures: { norms: normsFigure, slice: sliceFigure, losses: clippedLossFigure, rates: ratesFigure, turns: turnFigure },
  findings: clippingFindings,
  claims: {
    // Pascanu et al. 2013, section 2: where the recurrent weights are large, gradients grow along the way back.
    "gradient-spikes": {
      sentence:
        "In training from recurrent weights with a large gain the gradient's norm has spikes: the longest is more than ten times the median.",
      expected: "holds",
      figures: ["norms", "slice"],
      judge(result) {
        const rows = judged(result).map(({ norm }) => ({ ...spikes(norm) }));
        const ratios = judged(result, { gain: 1 }).map(({ norm }) => spikes(norm).longest / spikes(norm).median);
        const atDefault = ratios.length > 0 ? mean(ratios).toFixed(1) : "not measured";
        return judgeSeeds(result, rows, {
          effect: ({ longest, median }) => Math.log10(longest / median),
          unit: "powers of ten",
          measured: ({ longest, median }) =>
            `clipped by norm the longest gradient is ${longest.toFixed(1)}, the median ` +
            `${median.toFixed(2)}; the effect is their ratio. At the default gain it is ${atDefault}.`,
          least: 1,
          because: "an order of magnitude",
        });
      },
    },
    // The lecture; Pascanu et al. 2013, section 3.2.
    "clipping-prevents-divergence": {
      sentence: "Without clipping training is lost at a learning rate at which it learns with clipping by norm.",
      expected: "holds",
      figures: ["losses", "rates"],
      judge(result) {
        const seeds = judged(result);
        const lost = (all: typeof seeds) =>
          rules.map((rule) => `${all.filter((own) => isLost(own[rule], result)).length} (${rule})`).join(", ");
        const { learningRate, adamRate, gain, hiddenSize, steps } = result.config;
        const adam = judged(result, { optimizer: "adam", rate: adamRate });
        return judgePairedOutcomes(
          seeds.map(({ none, norm }) => [isLost(none, result), isLost(norm, result)] as const),
          {
            measured:
              `of ${seeds.length} seeds (RNN, ${hiddenSize} units, gain ${gain}, ${steps} steps of SGD at ${learningRate}) these are lost, by rule of clipping: ${lost(seeds)}. ` +
              `At the default gain ${lost(judged(result, { gain: 1 }))}; with Adam at ${adamRate} ${lost(adam)}. Lost is above ` +
              `${result.frequencies.toFixed(2)} nats, the letters' frequencies. The effect is the paired difference of the shares.`,
          },
        );
      },
    },
    // Arithmetic: a multiple keeps the direction, cut components do not. Goodfellow et al. 2016, section 10.11.
    "value-clipping-turns": {
      sentence: "Clipping by value turns the gradient by more than five degrees; clipping by norm does not turn it.",
      expected: "holds",
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
          unit: "degrees",
          measured: ({ angle }) =>
            `of gradients longer than ${clipNorm}, clipping to ±${clipValue} turns by ${angle.toFixed(0)}° on average; by norm the ` +
            `cosine is never below ${least.toFixed(6)}. The effect is the first angle.`,
          least: 5,
          because: "less one would not see in a drawing",
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

/** The models of each seed, by rule, where all have ended: in the training that the claims are about, unless said otherwise. */
const judged = (result: ClippingResult, training?: Partial<Training>) =>
  bySeed(
    trainedBy(result, training).filter(({ ended }) => ended !== "interrupted"),
    rules,
    ({ rule }) => rule,
  );
