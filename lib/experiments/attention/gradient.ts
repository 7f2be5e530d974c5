import { estimate, mean } from "../../analysis/statistics";
import { type Figure, lines } from "../../view/figure";
import { panels } from "../../view/panels";
import type { RunContext } from "../../view/session";
import type { Table } from "../../view/table";
import { type Study, study } from "../experiment";
import { runJobs } from "../jobs";
import { judge, judgeAbove } from "../judge";
import { positive } from "../options";
import { prepareScenes } from "../sceneSet";
import {
  type Estimator,
  type EstimatorResult,
  estimators,
  type GradientConfig,
  type GradientModel,
  type GradientResult,
  gradientDefaults,
  gradientPresets,
  sampleCounts,
} from "./gradientConfig";
import { compareGradients } from "./gradientModel";

async function run(config: GradientConfig, context: RunContext): Promise<GradientResult> {
  const total = config.seeds * config.steps;
  const prepared = await prepareScenes(config, "places", { ...context, total });
  const models = !prepared
    ? []
    : await runJobs(compareGradients, [{ ...config, prepared }], {
        context,
        file: require.resolve("./gradientModel"),
        size: ({ steps, seeds }) => steps * seeds,
        unit: "steps",
        inProcesses: false,
      });
  return { config, models: models.flat() };
}

const finished = ({ models }: GradientResult): GradientModel[] => models.filter(({ ended }) => ended === "finished");

const of = (model: GradientModel, estimator: Estimator): EstimatorResult =>
  model.estimators.find((one) => one.estimator === estimator)!;

/** Error, cosine and bias of the sampled gradient against the number of samples. */
function samplesFigure(result: GradientResult): Figure {
  const models = finished(result);
  const drawn = models.length > 0 ? estimators : [];
  const panel = (title: string, value: (one: EstimatorResult["curve"][number]) => number, log: boolean) =>
    lines(
      drawn.map((estimator) => ({
        ...{ name: estimator, markers: true, x: sampleCounts },
        y: sampleCounts.map((_, i) =>
          geometric(
            models.map((model) => value(of(model, estimator).curve[i])),
            log,
          ),
        ),
      })),
      {
        title,
        x: { title: "samples", log: true },
        y: { title: "", log },
        alt: `${title} against the number of samples, by baseline`,
      },
    );
  return panels("Hard attention's sampled gradient against the exact one", [
    panel("Error, in lengths of the exact gradient", ({ error }) => error, true),
    panel("Cosine of the angle to the exact gradient", ({ cosine }) => cosine, false),
  ]);
}

const geometric = (values: readonly number[], log: boolean): number =>
  log ? Math.exp(mean(values.map(Math.log))) : mean(values);

/** Variance of one sample, the slope, and what a gradient of 1024 samples is like, by baseline. */
function estimatorsTable(result: GradientResult): Table {
  const models = finished(result);
  const cell = (estimator: Estimator, value: (one: EstimatorResult) => number | null | undefined, digits: number) => {
    const values = models.flatMap((model) => value(of(model, estimator)) ?? []);
    return values.length > 0 ? mean(values).toFixed(digits) : "–";
  };
  const [paths, identity] = [models[0]?.paths ?? 0, Math.max(0, ...models.map((model) => model.identity ?? 0))];
  return {
    caption: `Exactly, over all ${paths} paths (the two ways to the exact gradient differ by at most ${identity.toExponential(0)} of its length), and sampled; mean over ${models.length} models`,
    header: [
      "baseline",
      "variance of one sample",
      "slope",
      "cosine, 1 sample",
      "cosine, 1024 samples",
      "bias at 1024",
      "error at 1024",
    ],
    rows: estimators.map((estimator) => [
      estimator,
      cell(estimator, ({ variance }) => variance, 2),
      cell(estimator, ({ slope }) => slope, 3),
      cell(estimator, ({ curve }) => curve[0].cosine, 3),
      cell(estimator, ({ curve }) => curve.at(-1)?.cosine, 3),
      cell(estimator, ({ curve }) => curve.at(-1)?.bias, 4),
      cell(estimator, ({ curve }) => curve.at(-1)?.error, 4),
    ]),
  };
}

const claim: Study<GradientConfig, GradientResult> = study({
  defaults: gradientDefaults,
  presets: gradientPresets,
  options: { entropy: positive },
  run,
});

const about = ({ config: { hiddenSize, words, repeats } }: GradientResult, count: number): string =>
  `${count} captioners of ${hiddenSize} units, ${words} words, four places, ${repeats} repeats`;

/** How far a slope may be from −½. */
const tolerance = 0.05;

export const samplesNeeded = claim(
  "3.2-monte-carlo-slope",
  "The sampled gradient is right on average, and its error falls with the square root of the number of samples.",
  {
    figures: { samples: samplesFigure },
    tables: { estimators: estimatorsTable },
    judge(result) {
      const models = finished(result);
      const measuredFor = about(result, models.length);
      if (models.length < 2) return judgeAbove(undefined, `${measuredFor}: too few for an interval.`);
      const slopes = models.map((model) => mean(estimators.map((estimator) => of(model, estimator).slope)));
      const { mean: effect, interval } = estimate(slopes);
      const within = interval[0] > -0.5 - tolerance && interval[1] < -0.5 + tolerance;
      const outside = interval[1] < -0.5 - tolerance || interval[0] > -0.5 + tolerance;
      const identity = Math.max(...models.map((model) => model.identity ?? 0));
      return {
        outcome: within && identity < 0.01 ? "holds" : outside || identity >= 0.01 ? "fails" : "undecided",
        ...{ effect, interval },
        criterion: `the 95 % interval of the slope of log error against log samples lies within ${tolerance} of −½, and the mean over all paths is within 1 % of the exact gradient`,
        measured: `${measuredFor}: slope ${effect.toFixed(3)}, mean over the four baselines; the enumerated mean is within ${identity.toExponential(0)} of the exact gradient.`,
      };
    },
  },
);

export const baselineLowersVariance = claim(
  "3.2-baseline-lowers-variance",
  "A baseline lowers the variance of the sampled gradient and leaves its mean as it is.",
  {
    figures: { samples: samplesFigure },
    tables: { estimators: estimatorsTable },
    judge(result) {
      const rows = finished(result).map((model) => {
        const variance = (estimator: Estimator) => of(model, estimator).variance!;
        const gain = (estimator: Estimator) => Math.log(variance("no baseline") / variance(estimator));
        return { critical: gain("self-critical"), optimal: gain("optimal") };
      });
      const times = (gain: number) => Math.exp(gain).toFixed(1);
      return judge(rows, {
        about: about(result, rows.length),
        effect: ({ critical }) => critical,
        measured: ({ critical, optimal }) =>
          `one sample's variance, by enumeration, is ${times(critical)} times smaller with the self-critical baseline, ` +
          `${times(optimal)} times with the best constant (geometric means); the effect is the logarithm of the first.`,
      });
    },
  },
);
