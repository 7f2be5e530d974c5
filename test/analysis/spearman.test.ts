import assert from "node:assert/strict";
import { test } from "node:test";
import { spearman } from "../../lib/analysis/spearman";

const close = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e-12, `${actual}`);

test("ρ of distinct values is 1 − 6 Σ d² / (n (n² − 1)), d the differences of the ranks", () => {
  const [x, y] = [
    [106, 100, 86, 101, 99, 103, 97, 113, 112, 110],
    [7, 27, 2, 50, 28, 29, 20, 12, 6, 17],
  ];
  close(spearman(x, y), 1 - (6 * 194) / (10 * 99));
});

test("it asks for order only: any curve that rises has 1, any that falls −1", () => {
  const steps = [1, 2, 4, 8, 1440];
  close(spearman(steps, steps.map(Math.log)), 1);
  close(
    spearman(
      steps,
      steps.map((step) => 1 / step),
    ),
    -1,
  );
});

test("ties share their mean rank, and where all are equal there is no trend", () => {
  close(spearman([1, 2, 3, 4], [1, 1, 2, 2]), 2 / Math.sqrt(5));
  assert.equal(spearman([1, 2, 3], [5, 5, 5]), 0);
});

test("lists of different lengths are told", () => {
  assert.throws(() => spearman([1, 2], [1]), /spearman: y: 2 values, one for each x, expected, got 1/);
});
