import { expectForms, expectLength, forms } from "../core/argumentForms";
import { expect } from "../core/errors";
import { type Key, uniforms } from "../core/random";

/** A passage of a text: `length` characters from `from` on. */
export interface MarkedPassage {
  readonly from: number;
  readonly length: number;
}

/** How much is told of a passage, and what chance is measured by. */
export interface UnitsOfPassageOptions {
  /** Where the random passages are drawn from. */
  readonly key: Key;
  /** How many units are told, and looked for elsewhere; 5 by default. */
  readonly units?: number;
  /** How many other places are told; 10 by default. */
  readonly places?: number;
  /** How many characters before and after the passage count as around it; as many as it has itself by default. */
  readonly around?: number;
  /** How many random passages show what chance does; 199 by default. */
  readonly draws?: number;
}

/** A unit that is on in the passage and off around it, or the other way round. */
export interface PassageUnit {
  readonly unit: number;
  /** In standard deviations of the unit over the whole text; negative where it is lower in the passage. */
  readonly contrast: number;
  /** How often some unit has as large a contrast in a random passage. */
  readonly chance: number;
}

/** Another place where the same units are on, and off around it. */
export interface SimilarPlace extends MarkedPassage {
  /** The mean of the units' contrasts there, each with its sign and its weight in the passage. */
  readonly score: number;
  /** How often a random passage's own units find as good a place of this rank. */
  readonly chance: number;
}

/** What single units have to do with a passage. */
export interface UnitsOfPassage {
  /** Those with the largest contrasts first. */
  readonly units: readonly PassageUnit[];
  /** The best first; they overlap neither the passage nor each other. */
  readonly places: readonly SimilarPlace[];
}

const { count, size } = forms;
const passageForm = forms.fields({ from: count, length: size });
const optionsForm = forms.fields({ key: forms.key }, { units: size, places: size, around: size, draws: size });

/**
 * The units that are on in a passage and off around it, and where else they are.
 *   contrast_u(p) = (mean of u in p − mean of u around p) / (standard deviation of u over the text)
 *   score(p) = Σ_u contrast_u(passage) · contrast_u(p) / Σ_u |contrast_u(passage)|, over the chosen units
 * Chance: the same is done for passages of the same length that are drawn at random from the text. They keep the runs of the
 * units' values, for neighbouring characters are alike. A chance is (1 + as good ones) / (1 + drawn ones); with all units
 * tried, that of one unit counts the best of all.
 * @param values a row a unit, a value a character, such as `stateRecorder` records
 * @throws where the passage is not within the text, or the text has no room for another
 */
export function unitsOfPassage(
  values: readonly Float32Array[],
  passage: MarkedPassage,
  options: UnitsOfPassageOptions,
): UnitsOfPassage {
  expectForms("unitsOfPassage", {
    values: [forms.list(forms.numbers, 1), values],
    passage: [passageForm, passage],
    options: [optionsForm, options],
  });
  const { from, length } = passage;
  const { key, units: U = 5, places: K = 10, around = length, draws = 199 } = options;
  const T = values[0].length;
  for (const row of values) expectLength("unitsOfPassage: values", row, T, "values, one for each character,");
  expect(
    from + length <= T,
    () => `unitsOfPassage: a passage within ${T} characters expected, got ${from} … ${from + length}`,
  );
  expect(
    T >= 3 * length,
    () => `unitsOfPassage: a text of at least ${3 * length} characters, three passages, expected, got ${T}`,
  );
  const contrasts = values.map((row) => contrastsOf(row, length, around));
  const at = (start: number) => findingsAt(contrasts, { start, length, U, K });
  const own = at(from);
  const next = uniforms(key);
  const random = Array.from({ length: draws }, () => at(Math.floor(next() * (T - length + 1))));
  const chance = (as: (one: Findings) => boolean) => (1 + random.filter(as).length) / (1 + draws);
  return {
    units: own.units.map(({ unit, contrast }) => ({
      ...{ unit, contrast },
      chance: chance(({ units: [best] }) => Math.abs(best.contrast) >= Math.abs(contrast)),
    })),
    places: own.places.map(({ start, score }, rank) => ({
      ...{ from: start, length, score },
      chance: chance(({ places }) => (places[rank]?.score ?? -Infinity) >= score),
    })),
  };
}

/** A unit's contrast in every passage of this length, by where it begins. */
function contrastsOf(row: Float32Array, length: number, around: number): Float32Array {
  const T = row.length;
  const sums = new Float64Array(T + 1);
  let squares = 0;
  for (let t = 0; t < T; t++) {
    sums[t + 1] = sums[t] + row[t];
    squares += row[t] ** 2;
  }
  const deviation = Math.sqrt(Math.max(0, squares / T - (sums[T] / T) ** 2));
  const contrasts = new Float32Array(T - length + 1);
  if (deviation === 0) return contrasts; // it never changes
  for (let start = 0; start < contrasts.length; start++) {
    const end = start + length;
    const [left, right] = [Math.max(0, start - around), Math.min(T, end + around)];
    const inside = sums[end] - sums[start];
    const outside = sums[right] - sums[left] - inside;
    contrasts[start] = (inside / length - outside / (right - left - length)) / deviation;
  }
  return contrasts;
}

interface Asked {
  readonly start: number;
  readonly length: number;
  readonly U: number;
  readonly K: number;
}

interface Findings {
  readonly units: readonly { readonly unit: number; readonly contrast: number }[];
  readonly places: readonly { readonly start: number; readonly score: number }[];
}

/** The units of the passage that begins here, and the other places where they are. */
function findingsAt(contrasts: readonly Float32Array[], { start, length, U, K }: Asked): Findings {
  const units = contrasts
    .map((row, unit) => ({ unit, contrast: row[start] }))
    .sort((a, b) => Math.abs(b.contrast) - Math.abs(a.contrast))
    .slice(0, U);
  const scores = new Float32Array(contrasts[0].length);
  const all = units.reduce((sum, { contrast }) => sum + Math.abs(contrast), 0) || 1;
  for (const { unit, contrast } of units) {
    const [row, share] = [contrasts[unit], contrast / all];
    for (let t = 0; t < scores.length; t++) scores[t] += share * row[t];
  }
  const taken = (at: number) => scores.fill(-Infinity, Math.max(0, at - length + 1), at + length);
  taken(start);
  const places: { start: number; score: number }[] = [];
  while (places.length < K) {
    let best = 0;
    for (let t = 1; t < scores.length; t++) if (scores[t] > scores[best]) best = t;
    if (scores[best] === -Infinity) break;
    places.push({ start: best, score: scores[best] });
    taken(best);
  }
  return { units, places };
}
