import { meanDecades } from "../../../analysis/gradientDecades";
import { mean } from "../../../analysis/statistics";
import { fromDecades } from "../../../lab/finals";
import type { Findings } from "../../../view/withFinding";
import { matrixKinds, type SlopeResult, slopeActivations } from "./config";
import { waysOf } from "./figures";

export const slopeFindings = {
  norms(result) {
    const { sigmas, lags } = result.config;
    const [left, grown] = [Math.min(...sigmas), Math.max(...sigmas)].map((sigma) => {
      const ways = waysOf(result, "orthogonal", "linear", sigma).map(({ decades }) => decades);
      return `${fromDecades(meanDecades(ways)[lags])} at σ₁ = ${sigma}`;
    });
    return `Linear, Wh = σ₁Q: the gradient ${lags} steps back is ${left}, ${grown}`;
  },
  slopes(result) {
    const { sigmas } = result.config;
    const off = matrixKinds.flatMap((kind) =>
      slopeActivations.flatMap((activation) =>
        sigmas.map((sigma) =>
          Math.abs(mean(waysOf(result, kind, activation, sigma).map(({ slope, predicted }) => slope - predicted))),
        ),
      ),
    );
    return `Measured and predicted slopes differ by at most ${Math.max(...off).toFixed(3)} powers of ten per step`;
  },
} satisfies Findings<SlopeResult>;
