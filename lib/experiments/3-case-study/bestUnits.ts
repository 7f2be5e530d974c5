import { auc, quantile, rankedUnits, ranks, separation, shiftNull, type UnitScore } from "../../analysis/units";
import type { Key } from "../../core/random";

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
  /** |AUC − ½| + ½ where it was chosen. */
  readonly selected: number;
  /** AUC on the other text, the same way round: may fall below ½. */
  readonly heldOut: number;
  /** What 95 of 100 best units of shifted labels stay below. */
  readonly null95: number;
  /** How often shifted labels find a unit as good. */
  readonly p: number;
}

export interface FoundUnits {
  readonly best: BestUnit;
  /** All units, the best first. */
  readonly order: readonly UnitScore[];
}

export interface FindOptions {
  readonly labels: Readonly<Record<string, Halves<Uint8Array>>>;
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
    const heldOut = auc(ranks(values.test[unit]), test);
    const chance = shiftNull(ranked, select, { key, shifts });
    const selected = separation(chosenBy);
    const asGood = chance.filter((value) => value >= selected).length;
    const best: BestUnit = {
      ...{ structure, unit, sign, selected },
      heldOut: sign > 0 ? heldOut : 1 - heldOut,
      null95: quantile(chance, 0.95),
      p: (1 + asGood) / (1 + shifts),
    };
    return { best, order };
  });
}

/** 1 where the property holds, for each state. */
export const labelsOf = <S>(states: readonly S[], holds: (state: S) => boolean): Uint8Array =>
  Uint8Array.from(states, (state) => Number(holds(state)));
