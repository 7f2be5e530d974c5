import assert from "node:assert/strict";
import { test } from "node:test";
import { product, seedGroups, seedNumbers } from "../../lib/lab/sweep";

test("a product is every combination, the last list's values changing fastest", () => {
  assert.deepEqual(product({ seed: seedNumbers(2), cell: ["lstm", "gru"], layers: [1] }), [
    { seed: 1, cell: "lstm", layers: 1 },
    { seed: 1, cell: "gru", layers: 1 },
    { seed: 2, cell: "lstm", layers: 1 },
    { seed: 2, cell: "gru", layers: 1 },
  ]);
  assert.deepEqual(product({}), [{}]);
  assert.deepEqual(product({ seed: [1, 2], none: [] }), []);
});

test("the seeds of short trainings share a job, those of long ones have one each", () => {
  assert.deepEqual(seedGroups(3, 1_999), [[1, 2, 3]]);
  assert.deepEqual(seedGroups(3, 2_000), [[1], [2], [3]]);
});
