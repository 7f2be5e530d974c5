import { mean } from "../../../analysis/statistics";
import { finished } from "../../../lab/trials";
import { inPercent } from "../../../view/inPercent";
import type { Findings } from "../../../view/withFinding";
import type { StateResult } from "./config";

/** The share of the variance of h that is left once the current character is known. */
const left = ({ models }: StateResult, when: "fresh" | "trained"): string =>
  inPercent(
    mean(finished(models.filter(({ start }) => start === "1")).flatMap((model) => mean(model[when]?.byReader ?? []))),
  );

export const stateFindings = {
  passage: ({ models }) => {
    const units = models[0]?.passage?.units ?? [];
    const changes = (unit: readonly number[]) => unit.filter((value, t) => t > 0 && value * unit[t - 1] < 0).length;
    if (units.length === 0) return undefined;
    return `The slowest unit changes its sign ${changes(units[0])} times, the fastest ${changes(units[units.length - 1])} times`;
  },
  past: (result) =>
    `Given the current character, ${left(result, "trained")} of h's variance is left; before training ${left(result, "fresh")}`,
} satisfies Findings<StateResult>;
