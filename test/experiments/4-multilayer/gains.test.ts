import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { estimate, mean } from "../../../lib/analysis/statistics";
import { normal, seed } from "../../../lib/core/random";
import { gainsOf, gainsOverOne } from "../../../lib/experiments/4-multilayer/depth/gains";
import { microseconds } from "../../../lib/experiments/shared/microseconds";

describe("the best depth between the first and the last", () => {
  test("is chosen by the other seeds, and measured on its own", () => {
    const bits = [
      [3, 2.0, 2.9, 2.8],
      [3, 2.9, 2.0, 2.8],
      [3, 2.9, 2.1, 2.8],
    ];
    const { chosen, overOne, deepest } = gainsOf(bits);
    assert.deepEqual(chosen, [2, 1, 1], "the seed's own best would be 1, 2, 2");
    const close = (values: readonly number[], wanted: number[]) =>
      assert.ok(
        wanted.every((value, i) => Math.abs(values[i] - value) < 1e-12),
        `${values}`,
      );
    close(overOne, [0.1, 0.1, 0.1]);
    close(deepest, [0.1, 0.1, 0.1]);
  });

  test("gains nothing where all depths are alike: choosing on the same seeds would seem to", () => {
    const rows = normal(seed(7), [4000, 4]).arraySync() as number[][];
    const tables = Array.from({ length: 800 }, (_, i) => rows.slice(5 * i, 5 * i + 5));
    const fair = tables.map((table) => mean(gainsOf(table).overOne));
    const naive = tables.map((table) => mean(table.map(([one]) => one)) - bestMean(table));
    assert.ok(estimate(fair).interval[0] < 0 && estimate(fair).interval[1] > 0, `${estimate(fair).interval}`);
    assert.ok(estimate(naive).interval[0] > 0.1, "the bias that is avoided");
  });
});

/** The lowest of the means of the depths between. */
const bestMean = (table: readonly number[][]): number =>
  Math.min(...[1, 2].map((d) => mean(table.map((row) => row[d]))));

test("what each depth saves over one layer is paired by seed", () => {
  const [none, two] = gainsOverOne([
    [3, 2.9],
    [4, 3.9],
  ]);
  assert.equal(none?.mean, 0);
  assert.ok(
    Math.abs((two?.mean ?? 0) - 0.1) < 1e-12 && (two?.interval[0] ?? 0) > 0.0999,
    "no spread but that of pairs",
  );
  assert.deepEqual(gainsOverOne([[3, 2]]), [undefined, undefined], "one seed has no interval");
});

test("time is that of the fastest stretch of any model, without the steps up to its first point", () => {
  const curveOf = (...seconds: number[]) => ({
    curve: seconds.map((at, i) => ({
      ...{ step: 10 * (i + 1), seconds: at, characters: 1000 * (i + 1), trainBits: 1, heldOutBits: 1 },
    })),
  });
  const models = [curveOf(9, 9.004, 9.009), curveOf(0.001, 0.006, 0.009), curveOf(0)];
  assert.ok(Math.abs((microseconds(models) ?? 0) - 3) < 1e-9);
  assert.equal(microseconds(models.slice(2)), undefined);
});
