import { mean } from "../../../analysis/statistics";
import { finished } from "../../../lab/trials";
import { inPercent } from "../../../view/inPercent";
import type { Findings } from "../../../view/withFinding";
import { type Estimator, estimatesOf, type GradientResult, sampleCounts } from "./config";

export const gradientFindings = {
  samples(result) {
    const models = finished(result.models);
    const error = (estimator: Estimator) =>
      inPercent(Math.exp(mean(models.map((model) => Math.log(estimatesOf(model, estimator).curve.at(-1)!.error)))));
    return (
      `With ${sampleCounts.at(-1)} samples the error is ${error("no baseline")} of the gradient, ` +
      `${error("optimal")} with the optimal baseline`
    );
  },
} satisfies Findings<GradientResult>;
