import { type Estimate, estimate, mean } from "../../analysis/statistics";
import { type Judgement, judgeAbove } from "../judge";

/** One trained model: of which seed, and under which of the conditions that are compared. */
export interface Trial {
  readonly seed: number;
  readonly condition: string;
  readonly ended: "finished" | "interrupted" | "diverged";
  /** What was measured after the last step; null where that was not reached. */
  readonly final: Readonly<Record<string, number>> | null;
}

/** A number for each seed from the measures of its models, by condition. */
type Of<T extends Trial> = (condition: (name: string) => NonNullable<T["final"]>) => number;

/**
 * The claim that `effect` is above `least`, over the seeds whose models, one a condition, have all finished.
 * @param measured puts means over the seeds into words
 */
export function judgePaired<T extends Trial>(
  trials: readonly T[],
  {
    conditions,
    effect,
    about,
    measured,
    least,
  }: {
    readonly conditions: readonly string[];
    readonly effect: Of<T>;
    readonly about: string;
    readonly measured: (average: (of: Of<T>) => number) => string;
    readonly least?: number;
  },
): Judgement {
  const seeds = finishedSeeds(trials, conditions);
  const lost = trials.filter(({ ended, condition }) => ended === "diverged" && conditions.includes(condition)).length;
  const said = `${seeds.length} seeds (${about}${lost > 0 ? `; ${lost} models diverged` : ""})`;
  if (seeds.length < 2) return judgeAbove(undefined, `${said}: too few for an interval.`, least);
  const found: Estimate = estimate(seeds.map(effect));
  return judgeAbove(found, `${said}: ${measured((of) => mean(seeds.map(of)))}`, least);
}

/** For each seed that has finished in all conditions, its measures by condition. */
function finishedSeeds<T extends Trial>(trials: readonly T[], conditions: readonly string[]) {
  const seeds = [...new Set(trials.map(({ seed }) => seed))];
  const own = (seed: number, name: string) =>
    trials.find((trial) => trial.seed === seed && trial.condition === name && trial.ended === "finished")?.final;
  return seeds
    .filter((seed) => conditions.every((name) => own(seed, name)))
    .map((seed) => (name: string) => own(seed, name) as NonNullable<T["final"]>);
}

/** "93.1 %" */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** "12.3 points": a difference of shares. */
export const points = (difference: number): string => `${(100 * difference).toFixed(1)} points`;
