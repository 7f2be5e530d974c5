import { type Estimate, estimate, mean } from "../../../analysis/statistics";
import type { Ended } from "../../../lab/trials";
import type { DepthModel, DepthResult, Regime, TrainedArm } from "./config";

/** The arms of a text in a regime, from one layer on. */
export const armsIn = ({ arms }: DepthResult, regime: Regime, corpus: string): TrainedArm[] =>
  arms.filter((arm) => arm.corpus === corpus && arm.regimes.includes(regime));

/** The models of the seeds that are finished at every depth: a row a seed, a column a depth. */
export function seedsByDepth(arms: readonly TrainedArm[], ended: Ended): DepthModel[][] {
  const models = arms.map((arm) => ended(arm.models));
  const seeds = arms[0]?.models.map(({ seed }) => seed) ?? [];
  return seeds
    .map((seed) => models.map((own) => own.find((model) => model.seed === seed)))
    .filter((row): row is DepthModel[] => row.every((model) => (model?.heldOutBits ?? null) !== null));
}

/** Their held-out bits. */
export const bitsByDepth = (arms: readonly TrainedArm[], ended: Ended): number[][] =>
  seedsByDepth(arms, ended).map((row) => row.map(({ heldOutBits }) => heldOutBits!));

export interface Gains {
  /** Bits that the chosen depth saves over one layer, a seed each. */
  readonly overOne: readonly number[];
  /** Bits that the deepest saves over the chosen depth, a seed each. */
  readonly deepest: readonly number[];
  /** Which depth, by its column, was chosen for a seed. */
  readonly chosen: readonly number[];
}

/**
 * The best of the depths between the first and the last, against these two. Choosing it by the very numbers that it is then
 * judged by would flatter it, so for each seed it is chosen by the mean over the *other* seeds.
 * @param bits a row a seed, a column a depth; at least two rows
 */
export function gainsOf(bits: readonly (readonly number[])[]): Gains {
  const last = bits[0].length - 1;
  const between = Array.from({ length: last - 1 }, (_, i) => i + 1);
  const chosen = bits.map((_, seed) => {
    const others = bits.filter((_, other) => other !== seed);
    const average = (depth: number) => mean(others.map((row) => row[depth]));
    return between.reduce((best, depth) => (average(depth) < average(best) ? depth : best));
  });
  return {
    overOne: bits.map((row, seed) => row[0] - row[chosen[seed]]),
    deepest: bits.map((row, seed) => row[chosen[seed]] - row[last]),
    chosen,
  };
}

/** What each depth saves over one layer, seed by seed: no depth is chosen. */
export const gainsOverOne = (bits: readonly (readonly number[])[]): (Estimate | undefined)[] =>
  (bits[0] ?? []).map((_, depth) => (bits.length < 2 ? undefined : estimate(bits.map((row) => row[0] - row[depth]))));
