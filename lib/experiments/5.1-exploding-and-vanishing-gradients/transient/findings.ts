import { meanDecades } from "../../../analysis/gradientDecades";
import { fromDecades } from "../../../lab/finals";
import type { Findings } from "../../../view/withFinding";
import type { TransientResult } from "./config";
import { transientsOf } from "./figures";

export const transientFindings = {
  norms(result) {
    const sigma = Math.max(...result.config.sigmas);
    const decades = meanDecades(transientsOf(result, sigma).map(({ linear }) => linear));
    const [peak, last] = [Math.max(...decades), decades.length - 1];
    const end = fromDecades(decades[last]);
    if (last < 1) return undefined;
    return peak > 0
      ? `At σ₁ = ${sigma} the linear gradient first grows to ${(10 ** peak).toFixed(1)} times, ${last} steps back it is ${end}`
      : `At σ₁ = ${sigma} the linear gradient does not grow, ${last} steps back it is ${end}`;
  },
} satisfies Findings<TransientResult>;
