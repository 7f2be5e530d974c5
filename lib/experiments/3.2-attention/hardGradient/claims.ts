import { mean } from "../../../analysis/statistics";
import { judgeAbove, judgeWithin } from "../../../lab/decide";
import { judge } from "../../../lab/judge";
import { positive } from "../../../lab/options";
import { study } from "../../../lab/study";
import { sound } from "../../../lab/trials";
import {
  type Estimator,
  estimatesOf,
  estimators,
  type GradientResult,
  gradientDefaults,
  gradientPresets,
} from "./config";
import { estimatorsTable, samplesFigure } from "./figures";
import { gradientFindings } from "./findings";
import { runHardGradient } from "./run";

const about = ({ config: { hiddenSize, words, repeats } }: GradientResult, count: number): string =>
  `${count} captioners of ${hiddenSize} units, ${words} words, four places, ${repeats} repeats`;

/** How far a slope may be from −½. */
const tolerance = 0.05;

/** 3.2: the sampled gradient of hard attention beside the exact one, by enumeration of all paths. */
export const hardGradient = study({
  id: "3.2-hard-gradient",
  defaults: gradientDefaults,
  presets: gradientPresets,
  options: { entropy: positive },
  run: runHardGradient,
  figures: { samples: samplesFigure },
  findings: gradientFindings,
  tables: { estimators: estimatorsTable },
  claims: {
    "monte-carlo-slope": {
      sentence:
        "The sampled gradient is right on average, and its error falls with the square root of the number of samples.",
      // Williams 1992 for the mean; the mean of n independent draws has 1/n of their variance.
      expected: "holds",
      figures: ["samples"],
      judge(result) {
        const models = sound(result.models);
        const measuredFor = about(result, models.length);
        if (models.length < 2) return judgeAbove([], { measured: `${measuredFor}: too few for an interval.` });
        const slopes = models.map((model) => mean(estimators.map((estimator) => estimatesOf(model, estimator).slope)));
        const identity = Math.max(...models.map((model) => model.identity!));
        const judgement = judgeWithin(
          slopes.map((slope) => slope + 0.5),
          {
            ...{ margin: tolerance, unit: "powers of ten of error per power of ten of samples" },
            measured: `${measuredFor}: slope ${mean(slopes).toFixed(3)}, mean over the four baselines; the enumerated mean is within ${identity.toExponential(0)} of the exact gradient; the effect is the slope less −½.`,
          },
        );
        return {
          ...judgement,
          criterion: `${judgement.criterion}, and the mean over all paths is within 1 % of the exact gradient`,
          outcome: identity >= 0.01 ? "fails" : judgement.outcome,
        };
      },
    },
    "baseline-lowers-variance": {
      sentence: "A baseline lowers the variance of the sampled gradient and leaves its mean as it is.",
      // Greensmith, Bartlett & Baxter 2004.
      expected: "holds",
      figures: ["samples"],
      judge(result) {
        const rows = sound(result.models).map((model) => {
          const variance = (estimator: Estimator) => estimatesOf(model, estimator).variance!;
          const gain = (estimator: Estimator) => Math.log(variance("no baseline") / variance(estimator));
          return { critical: gain("self-critical"), optimal: gain("optimal") };
        });
        const times = (gain: number) => Math.exp(gain).toFixed(1);
        return judge(rows, {
          about: about(result, rows.length),
          unit: "(logarithm of the ratio)",
          effect: ({ critical }) => critical,
          measured: ({ critical, optimal }) =>
            `one sample's variance, by enumeration, is ${times(critical)} times smaller with the self-critical baseline, ` +
            `${times(optimal)} times with the best constant (geometric means); the effect is the logarithm of the first.`,
        });
      },
    },
  },
});
