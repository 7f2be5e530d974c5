import { mean } from "../../../analysis/statistics";
import { finished, meanText } from "../../../lab/trials";
import { type Figure, lines } from "../../../view/figure";
import { panels } from "../../../view/panels";
import type { Table } from "../../../view/table";
import {
  type Estimator,
  type EstimatorResult,
  estimatesOf,
  estimators,
  type GradientResult,
  sampleCounts,
} from "./config";

/** Error, cosine and bias of the sampled gradient against the number of samples. */
export function samplesFigure(result: GradientResult): Figure {
  const models = finished(result.models);
  const drawn = models.length > 0 ? estimators : [];
  const panel = (title: string, value: (one: EstimatorResult["curve"][number]) => number, log: boolean) =>
    lines(
      drawn.map((estimator) => ({
        ...{ name: estimator, markers: true, x: sampleCounts },
        y: sampleCounts.map((_, i) =>
          geometric(
            models.map((model) => value(estimatesOf(model, estimator).curve[i])),
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
export function estimatorsTable(result: GradientResult): Table {
  const models = finished(result.models);
  const cell = (estimator: Estimator, value: (one: EstimatorResult) => number | null | undefined, digits: number) => {
    const values = models.flatMap((model) => value(estimatesOf(model, estimator)) ?? []);
    return meanText(values, digits);
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
