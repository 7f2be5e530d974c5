import { mean } from "../../../analysis/statistics";
import { lessOrMore } from "../../../lab/finals";
import type { Findings } from "../../../view/withFinding";
import type { LearningResult, Method } from "./config";

/** Held-out bits after the last step, over all cells. */
function bits({ models }: LearningResult, kind: Method["kind"], windowLength: number): number {
  const own = models.filter((model) => model.kind === kind && model.windowLength === windowLength);
  return mean(own.flatMap((model) => (kind === "emptied" ? model.emptied : model.carried)?.bits ?? []));
}

export const learningFindings = {
  learning: (result) => {
    const shortest = Math.min(...result.config.windows);
    const difference = bits(result, "carried", shortest) - bits(result, "emptied", shortest);
    return `With its state, a window of ${shortest} needs ${lessOrMore(difference, "bits")} a character than without`;
  },
  race: (result) => {
    const { raced, excerpt } = result.config;
    const difference = bits(result, "raced", raced) - bits(result, "full", excerpt);
    return `Of the same text a window of ${raced} makes ${lessOrMore(difference, "bits")} a character than full BPTT`;
  },
} satisfies Findings<LearningResult>;
