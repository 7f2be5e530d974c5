import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { unitsOfPassage } from "../../lib/analysis/unitsOfPassage";
import { LabError } from "../../lib/core/errors";
import { fork, type Key, seed, uniforms } from "../../lib/core/random";

const [T, N, length] = [4_000, 40, 12];
/** Where the planted units are on. */
const planted = Array.from({ length: 8 }, (_, i) => 300 + 430 * i);
const isOn = (t: number) => planted.some((from) => t >= from && t < from + length);

/** Units whose values have runs: each is most of what it was a character before. */
function runs(key: Key): Float32Array[] {
  const next = uniforms(key);
  return Array.from({ length: N }, () => {
    let value = 0;
    return Float32Array.from({ length: T }, () => {
      value = 0.9 * value + 0.3 * (2 * next() - 1);
      return value;
    });
  });
}

/** Unit 7 is high in the planted passages, unit 21 low, all else is noise. */
const withPlanted = (key: Key) =>
  runs(key).map((row, unit) => row.map((value, t) => value + (isOn(t) ? (unit === 7 ? 2 : unit === 21 ? -2 : 0) : 0)));

describe("what is planted is found", () => {
  const options = { key: seed(2), units: 2, places: 10 };
  const found = unitsOfPassage(withPlanted(seed(1)), { from: planted[3], length }, options);

  test("the two units, with their signs, and what chance seldom gives", () => {
    assert.deepEqual(found.units.map(({ unit, contrast }) => [unit, Math.sign(contrast)]).sort(), [
      [21, -1],
      [7, 1],
    ]);
    for (const { chance } of found.units) assert.ok(chance < 0.05, `${chance}`);
  });

  test("the seven other places first, to the character or two, and after them much less", () => {
    const others = planted.filter((from) => from !== planted[3]);
    const first = found.places.slice(0, 7);
    for (const from of others)
      assert.ok(
        first.some((place) => Math.abs(place.from - from) <= 2),
        `${from}`,
      );
    for (const { chance } of first) assert.ok(chance < 0.05, `${chance}`);
    assert.ok(found.places[7].score < first[6].score / 2);
    assert.ok(found.places[7].chance > 0.05);
  });

  test("ten places that overlap neither each other nor the passage, the best first", () => {
    const all = [planted[3], ...found.places.map(({ from }) => from)].sort((a, b) => a - b);
    assert.equal(all.length, 11);
    for (let i = 1; i < all.length; i++) assert.ok(all[i] - all[i - 1] >= length);
    const scores = found.places.map(({ score }) => score);
    assert.deepEqual(
      scores,
      [...scores].sort((a, b) => b - a),
    );
  });

  test("the same key gives the same; the values are left as they were", () => {
    const values = withPlanted(seed(1));
    assert.deepEqual(unitsOfPassage(values, { from: planted[3], length }, options), found);
    assert.deepEqual(values, withPlanted(seed(1)));
  });
});

test("where there is nothing, chance is as often below a tenth as it should be", () => {
  let below = 0;
  for (let n = 0; n < 100; n++) {
    const key = fork(seed(3), n);
    const from = Math.floor(uniforms(fork(key, "from"))() * (T - length));
    const { units, places } = unitsOfPassage(runs(key), { from, length }, { key, units: 3, places: 1, draws: 49 });
    below += (units[0].chance <= 0.1 ? 1 : 0) + (places[0].chance <= 0.1 ? 1 : 0);
  }
  assert.ok(below >= 8 && below <= 34, `${below} of 200, of which 20 are expected`);
});

describe("edges", () => {
  const values = runs(seed(4));

  test("a passage at the text's ends has what is around it on one side", () => {
    for (const from of [0, T - length]) {
      const { units } = unitsOfPassage(values, { from, length }, { key: seed(1), draws: 9 });
      assert.ok(units.every(({ contrast }) => Number.isFinite(contrast)));
    }
  });

  test("a unit that never changes has no contrast", () => {
    const still = [new Float32Array(T).fill(0.5), ...values.slice(0, 2)];
    const { units } = unitsOfPassage(still, { from: 100, length }, { key: seed(1), draws: 9 });
    assert.equal(units.find(({ unit }) => unit === 0)?.contrast, 0);
  });

  test("what cannot be is told", () => {
    const refuses = (from: number, long: number, message: RegExp) =>
      assert.throws(
        () => unitsOfPassage(values, { from, length: long }, { key: seed(1) }),
        (error) => error instanceof LabError && message.test(error.message),
      );
    refuses(T - 5, length, /a passage within 4000 characters expected, got 3995 … 4007$/);
    refuses(0, 2_000, /a text of at least 6000 characters, three passages, expected, got 4000$/);
    refuses(0, 0, /passage\.length: a whole number of at least 1 expected, got 0$/);
  });
});
