import { mean } from "../../../analysis/statistics";
import { inPercent } from "../../../view/inPercent";
import type { Findings } from "../../../view/withFinding";
import type { CostResult } from "./config";
import { ofSize, timeOfKind } from "./figures";

export const costFindings = {
  cost(result) {
    const largest = Math.max(...result.pairs.map(({ hiddenSize }) => hiddenSize));
    const own = ofSize(result, largest);
    const time = mean(own.map((pair) => timeOfKind(pair, "GRU") / timeOfKind(pair, "LSTM")));
    const work = mean(own.map(({ multiplyAdds: { GRU, LSTM } }) => GRU / LSTM));
    return `A GRU of ${largest} units takes ${inPercent(time)} of an LSTM's time, ${inPercent(work)} of its multiply-adds`;
  },
} satisfies Findings<CostResult>;
