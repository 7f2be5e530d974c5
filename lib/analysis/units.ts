import { expectForms, expectLength, forms } from "../core/argumentForms";
import { expect } from "../core/errors";
import { type Key, uniforms } from "../core/random";
import { tf } from "../core/tf";

/** 1 where the character has the property, else 0. */
export type Labels = Uint8Array;

/** How well a unit tells characters with a property from those without. */
export interface UnitScore {
  readonly unit: number;
  /** Of the unit's value: below 0.5 where it is lower on characters with the property. */
  readonly auc: number;
}

/** |AUC − ½| + ½: how well, whichever way round. */
export const separation = (auc: number): number => Math.abs(auc - 0.5) + 0.5;

/** The ranks of values, from 1; equal ones share their mean rank. */
export function ranks(values: Float32Array): Float64Array {
  const order = sortedWithPlaces(values);
  const result = new Float64Array(values.length);
  for (let first = 0; first < order.length; ) {
    let last = first;
    while (last + 1 < order.length && values[order[last + 1]] === values[order[first]]) last++;
    for (let i = first; i <= last; i++) result[order[i]] = (first + last) / 2 + 1;
    first = last + 1;
  }
  return result;
}

/** The places of the values in ascending order: value and place as one number, which the engine sorts natively. */
function sortedWithPlaces(values: Float32Array): Float64Array {
  const places = 2 ** 21;
  expect(values.length <= places, () => `at most ${places} values expected, got ${values.length}`);
  const bits = new Int32Array(values.map((value) => value + 0).buffer); // + 0: −0 is 0
  // Floats are ordered as their bits are, but for the negative ones, whose order is the other way round.
  const keyed = Float64Array.from(bits, (b, i) => (b < 0 ? -(b & 0x7fffffff) : b) * places + i).sort();
  return keyed.map((key) => ((key % places) + places) % places);
}

/**
 * Area under the ROC curve: P(value with the property > value without), ties counted half.
 *   AUC = (Σ ranks with − n₁ (n₁ + 1) / 2) / (n₁ n₀)
 * @param ranked the ranks of the values; ½ where all labels are equal
 * @see Mann & Whitney 1947; Hanley & McNeil 1982
 */
export function auc(ranked: Float64Array, labels: Labels): number {
  expectForms("auc", { ranked: [forms.numbers, ranked], labels: [forms.numbers, labels] });
  expectLength("auc: labels", labels, ranked.length, "labels, one for each rank,");
  let [sum, ones] = [0, 0];
  for (let i = 0; i < ranked.length; i++) {
    if (labels[i] !== 1) continue;
    sum += ranked[i];
    ones++;
  }
  const zeros = ranked.length - ones;
  return ones === 0 || zeros === 0 ? 0.5 : (sum - (ones * (ones + 1)) / 2) / (ones * zeros);
}

/** All units, the best first. */
export function rankedUnits(ranked: readonly Float64Array[], labels: Labels): UnitScore[] {
  expectForms("rankedUnits", { ranked: [forms.list(forms.numbers), ranked], labels: [forms.numbers, labels] });
  for (const one of ranked) expectLength("rankedUnits: ranked", one, labels.length, "ranks, one for each label,");
  return ranked
    .map((one, unit) => ({ unit, auc: auc(one, labels) }))
    .sort((a, b) => separation(b.auc) - separation(a.auc));
}

export interface NullOptions {
  readonly key: Key;
  /** How many shifts are drawn. */
  readonly shifts: number;
}

/**
 * What the best of all units reaches where units and labels have nothing to do with each other: its separation under labels
 * that are moved along the text, as on a ring, by at least a twentieth of its length. Moved and not shuffled, the labels keep their runs: neighbouring
 * characters are alike, so that chance does far better than among independent ones.
 * @returns ascending; an observed maximum above the k-th of n has p ≤ (n − k + 1) / (n + 1)
 */
export function shiftNull(ranked: readonly Float64Array[], labels: Labels, options: NullOptions): number[] {
  expectForms("shiftNull", {
    ranked: [forms.list(forms.numbers), ranked],
    labels: [forms.numbers, labels],
    options: [forms.fields({ key: forms.key, shifts: forms.size }), options],
  });
  for (const one of ranked) expectLength("shiftNull: ranked", one, labels.length, "ranks, one for each label,");
  const { key, shifts } = options;
  const [n, next] = [labels.length, uniforms(key)];
  const ones = labels.reduce((sum, label) => sum + label, 0);
  if (ones === 0 || ones === n) return new Array(shifts).fill(0.5);
  const moved = new Float32Array(shifts * n);
  for (let s = 0; s < shifts; s++) {
    const by = Math.floor(n * (0.05 + 0.9 * next()));
    for (let i = 0; i < n; i++) moved[s * n + i] = labels[(i + by) % n];
  }
  return tf.tidy(() => {
    // Ranks about their mean, as shares of n, so that single precision is enough for their sums.
    const centred = new Float32Array(ranked.length * n);
    ranked.forEach((one, j) => {
      centred.set(
        one.map((rank) => (rank - (n + 1) / 2) / n),
        j * n,
      );
    });
    const sums = tf.matMul(tf.tensor2d(centred, [ranked.length, n]), tf.tensor2d(moved, [shifts, n]), false, true);
    const largest = sums
      .abs()
      .max(0)
      .mul(n / (ones * (n - ones)));
    return Array.from(largest.dataSync(), (value) => 0.5 + value).sort((a, b) => a - b);
  });
}

/** The value below which the share `q` of ascending values lies. */
export const quantile = (ascending: readonly number[], q: number): number =>
  ascending[Math.min(ascending.length - 1, Math.floor(q * ascending.length))];
