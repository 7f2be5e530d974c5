import { finalMean } from "../../../lab/finals";
import { inPercent } from "../../../view/inPercent";
import type { Findings } from "../../../view/withFinding";
import type { DatesResult } from "./config";

export const datesFindings = {
  learning: ({ models, inStepBound }) =>
    `Encoder and decoder translate ${inPercent(finalMean(models, "translator", ({ right }) => right))} of the dates, ` +
    `synced at most ${inPercent(inStepBound)} can be`,
} satisfies Findings<DatesResult>;
