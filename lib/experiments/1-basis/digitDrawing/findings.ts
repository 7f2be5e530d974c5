import { mean } from "../../../analysis/statistics";
import { finalMean, lessOrMore } from "../../../lab/finals";
import { inPercent } from "../../../view/inPercent";
import type { Findings } from "../../../view/withFinding";
import type { DrawingResult, Recognised } from "./config";

const named = ({ models }: DrawingResult, digits: keyof Recognised) =>
  inPercent(mean(models.flatMap(({ recognised }) => (recognised ? [mean(recognised[digits])] : []))));

export const drawingFindings = {
  drawings: (result) => `Another network names ${named(result, "drawn")} of the drawn digits as they were meant`,
  bits: ({ models, memorylessBits }) => {
    const bits = finalMean(models, "drawer", ({ heldOutBits }) => heldOutBits);
    return `With memory a held-out digit costs ${lessOrMore(bits - memorylessBits, "bits", 1)} than without`;
  },
  recognised: (result) =>
    `Named as they were meant: ${named(result, "real")} of the real digits, ${named(result, "drawn")} of the drawn ones`,
} satisfies Findings<DrawingResult>;
