import { auc, type Labels, quantile, rankedUnits, ranks, shiftNull, type UnitScore } from "../../analysis/units";
import type { Key } from "../../core/random";
import { textBlocks } from "./blocks";

/** Two parts of a text: units are chosen on the first, and measured on the second. */
export interface Halves<T> {
  readonly select: T;
  readonly test: T;
}

/** The unit that tells characters with a property from the others best, and how well on text that did not choose it. */
export interface BestUnit {
  readonly structure: string;
  readonly unit: number;
  /** 1 where the unit is higher on characters with the property, −1 where it is lower. */
  readonly sign: 1 | -1;
  /** AUC on the other text, the same way round: may fall below ½. */
  readonly heldOut: number;
  /** The same in each block of that text; ½ where all of a block has the property, or nothing. */
  readonly blocks: readonly number[];
  /** What 95 of 100 best units of shifted labels stay below. */
  readonly null95: number;
}

export interface FoundUnits {
  readonly best: BestUnit;
  /** All units, the best first. */
  readonly order: readonly UnitScore[];
}

export interface FindOptions {
  readonly labels: Readonly<Record<string, Halves<Labels>>>;
  readonly shifts: number;
  readonly key: Key;
}

/** The best unit for each property. */
export function findUnits(values: Halves<readonly Float32Array[]>, { labels, shifts, key }: FindOptions): FoundUnits[] {
  const ranked = values.select.map(ranks);
  return Object.entries(labels).map(([structure, { select, test }]) => {
    const order = rankedUnits(ranked, select);
    const [{ unit, auc: chosenBy }] = order;
    const sign = chosenBy < 0.5 ? -1 : 1;
    const turned = values.test[unit].map((value) => sign * value);
    const aucOf = (from: number, to: number) => auc(ranks(turned.slice(from, to)), test.subarray(from, to));
    const best: BestUnit = {
      ...{ structure, unit, sign },
      heldOut: aucOf(0, test.length),
      blocks: textBlocks(test.length).map(([from, to]) => aucOf(from, to)),
      null95: quantile(shiftNull(ranked, select, { key, shifts }), 0.95),
    };
    return { best, order };
  });
}

/** 1 where the property holds, for each state. */
export const labelsOf = <S>(states: readonly S[], holds: (state: S) => boolean): Labels =>
  Uint8Array.from(states, (state) => Number(holds(state)));
