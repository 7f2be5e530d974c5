import { finalMean } from "../../../lab/finals";
import { inPercent } from "../../../view/inPercent";
import type { Findings } from "../../../view/withFinding";
import { type RowsResult, readers } from "./config";
import { shownReadings } from "./figures";

export const rowsFindings = {
  accuracy: ({ models }) => {
    const [recurrent, without] = readers.map((name) => inPercent(finalMean(models, name, ({ accuracy }) => accuracy)));
    return `The last state names ${recurrent} of the digits, the rows without their order ${without}`;
  },
  reading: (result) => {
    const readings = shownReadings(result);
    const likeliest = (probs: readonly number[]) => probs.indexOf(Math.max(...probs));
    const right = readings.filter(({ probs, label }) => likeliest(probs[probs.length - 1]) === label);
    return readings.length > 0
      ? `After the last row the first network names ${right.length} of these ${readings.length} digits`
      : undefined;
  },
} satisfies Findings<RowsResult>;
