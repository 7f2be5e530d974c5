import { mean } from "../../../analysis/statistics";
import type { SeedResult } from "../../../lab/textLearner";
import type { Ended } from "../../../lab/trials";
import type { VariantName, VariantsResult } from "./config";

/** Two models of one seed, in bits per character of each block of the held-out text. */
export interface BlocksOfPair {
  readonly seed: number;
  readonly own: readonly number[];
  readonly other: readonly number[];
}

const modelsOf = ({ arms }: VariantsResult, name: VariantName): readonly SeedResult[] =>
  arms.find((arm) => arm.name === name)?.models ?? [];

/**
 * Of each seed a model of `name` and one of `than`, which it is compared with. No predictor needs to be worse than chance, log₂ V:
 * whatever is, counts as chance, and so does a model of `name` that diverged.
 * @param ended chooses the models that it is compared with
 */
export function pairsWith(result: VariantsResult, name: VariantName, than: VariantName, ended: Ended): BlocksOfPair[] {
  const atMost = (bits: number) => Math.min(bits, result.chance);
  const others = ended(modelsOf(result, than));
  return modelsOf(result, name).flatMap((model) => {
    const other = others.find(({ seed }) => seed === model.seed);
    if (!other || model.ended === "interrupted") return [];
    const blocks = other.heldOutBlocks!;
    const own = model.ended === "diverged" ? blocks.map(() => result.chance) : model.heldOutBlocks!.map(atMost);
    return [{ seed: model.seed, own, other: blocks.map(atMost) }];
  });
}

/** What the first of each pair has more of, block by block. */
export const excess = (pairs: readonly BlocksOfPair[]): number[][] =>
  pairs.map(({ own, other }) => own.map((bits, i) => bits - other[i]));

/** The mean over the seeds of what the first of each pair has. */
export const meanBits = (pairs: readonly BlocksOfPair[]): number => mean(pairs.map(({ own }) => mean(own)));
