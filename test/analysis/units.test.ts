import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { auc, quantile, rankedUnits, ranks, separation, shiftNull } from "../../lib/analysis/units";
import { fork, type Key, seed, uniforms } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";

const draws = (key: Key, n: number, of: (u: number) => number) => {
  const next = uniforms(key);
  return Float32Array.from({ length: n }, () => of(next()));
};
const labels = (key: Key, n: number, share: number) => Uint8Array.from(draws(key, n, (u) => Number(u < share)));

/** By its definition: over all pairs of a character with the property and one without. */
function aucByPairs(values: Float32Array, which: Uint8Array): number {
  let [wins, pairs] = [0, 0];
  values.forEach((value, i) => {
    if (!which[i]) return;
    values.forEach((other, j) => {
      if (which[j]) return;
      pairs++;
      wins += value > other ? 1 : value === other ? 0.5 : 0;
    });
  });
  return wins / pairs;
}

describe("AUC", () => {
  const cases: Record<string, Float32Array> = {
    distinct: draws(seed(1), 120, (u) => u * 4 - 2),
    "with many ties": draws(seed(2), 120, (u) => Math.floor(u * 5) - 2),
    "tiny and huge": draws(seed(3), 120, (u) => (u - 0.5) * 10 ** Math.floor(u * 60 - 30)),
    "two zeros": draws(seed(4), 120, (u) => (u < 0.3 ? -0 : u < 0.6 ? 0 : u - 0.8)),
  };
  for (const [name, values] of Object.entries(cases)) {
    test(`${name}: as counted over all pairs`, () => {
      const which = labels(seed(9), 120, 0.3);
      assert.ok(Math.abs(auc(ranks(values), which) - aucByPairs(values, which)) < 1e-12);
    });
  }

  test("ranks begin at 1, ascend with the values, and ties share their mean", () => {
    assert.deepEqual([...ranks(Float32Array.of(3, -1, 3, 0, -7))], [4.5, 2, 4.5, 3, 1]);
  });

  test("labels that are all equal are told apart by nothing", () => {
    assert.equal(auc(ranks(Float32Array.of(1, 2)), Uint8Array.of(1, 1)), 0.5);
  });
});

test("units are ordered by how well they separate, whichever way round", () => {
  const which = labels(seed(5), 400, 0.4);
  const noise = (n: number, size: number) => draws(seed(20 + n), 400, (u) => size * (u - 0.5));
  const units = [noise(0, 1), noise(1, 1).map((u, i) => u - 4 * which[i]), noise(2, 2).map((u, i) => u + which[i])];
  const order = rankedUnits(units.map(ranks), which);
  assert.deepEqual(
    order.map(({ unit }) => unit),
    [1, 2, 0],
  );
  assert.equal(order[0].auc, 0);
  assert.equal(separation(order[0].auc), 1);
});

describe("chance", () => {
  const n = 2000;
  /** A walk that changes slowly, as a network's units do over a text. */
  const slow = (key: Key) => {
    let value = 0;
    return draws(key, n, (u) => {
      value = 0.97 * value + u - 0.5;
      return value;
    });
  };
  const units = (key: Key) => Array.from({ length: 6 }, (_, j) => ranks(slow(fork(key, j))));
  const slowLabels = (key: Key) => Uint8Array.from(slow(key), (value) => Number(value > 0));
  const best = (all: readonly Float64Array[], which: Uint8Array) => separation(rankedUnits(all, which)[0].auc);

  test("is the best unit's separation under labels moved along the ring", () => {
    const [all, which, key] = [units(seed(1)), slowLabels(seed(2)), seed(3)];
    const next = uniforms(key);
    const expected = [0, 1, 2].map(() => {
      const by = Math.floor(n * (0.05 + 0.9 * next()));
      return best(
        all,
        which.map((_, i) => which[(i + by) % n]),
      );
    });
    const got = shiftNull(all, which, { key, shifts: 3 });
    expected.sort((a, b) => a - b);
    assert.ok(got.every((value, i) => Math.abs(value - expected[i]) < 1e-5));
  });

  test("units that have nothing to do with the labels exceed its 95 % in about one case of twenty", () => {
    const cases = 120;
    const above = Array.from({ length: cases }, (_, i) => {
      const [all, which] = [units(fork(seed(4), i)), slowLabels(fork(seed(5), i))];
      const chance = shiftNull(all, which, { key: fork(seed(6), i), shifts: 99 });
      return best(all, which) > quantile(chance, 0.95);
    }).filter(Boolean).length;
    assert.ok(above <= 0.12 * cases, `${above} of ${cases}`);
  });

  test("a unit that is the label exceeds it all; labels that are all equal have no chance to", () => {
    const which = slowLabels(seed(7));
    const all = [...units(seed(8)), ranks(Float32Array.from(which))];
    const chance = shiftNull(all, which, { key: seed(9), shifts: 99 });
    assert.ok(best(all, which) > chance[98]);
    assert.deepEqual(shiftNull(all, new Uint8Array(n), { key: seed(9), shifts: 2 }), [0.5, 0.5]);
  });

  test("leaves no tensors behind", () => {
    const before = tf.memory().numTensors;
    shiftNull(units(seed(8)), slowLabels(seed(7)), { key: seed(9), shifts: 9 });
    assert.equal(tf.memory().numTensors, before);
  });
});
