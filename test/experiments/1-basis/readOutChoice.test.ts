import assert from "node:assert/strict";
import { test } from "node:test";
import { seed } from "../../../lib/core/random";
import { digits } from "../../../lib/data/digits";
import { readOutChoice } from "../../../lib/experiments/1-basis/readOutChoice/claims";
import { compared, readOutsDefaults } from "../../../lib/experiments/1-basis/readOutChoice/config";
import { followed } from "../../../lib/experiments/1-basis/readOutChoice/job";

test("the verdict counts who learns it: a little better is nothing, and ten seeds of which one arm alone learns are enough", () => {
  const made = (all: readonly number[], last: readonly number[]) => {
    const models = all.flatMap((_, n) =>
      compared.map((condition) => ({
        ...{
          seed: n + 1,
          condition,
          ended: "finished" as const,
          curve: [],
          hiddenSize: 1,
          parameters: 1,
          learningRate: 1,
        },
        final: { accuracy: { all, last }[condition][n], bits: 1 },
      })),
    );
    const result = { config: readOutsDefaults, example: { label: 1, rows: [] }, tried: [], models };
    return readOutChoice.verdict(result, "dense-over-all-h");
  };
  const ten = (accuracy: number) => Array<number>(10).fill(accuracy);
  assert.deepEqual([made(ten(0.9), ten(0.4)).outcome, made(ten(0.9), ten(0.4)).effect], ["holds", 1]);
  assert.equal(made(ten(0.4), ten(0.9)).outcome, "fails");
  assert.deepEqual([made(ten(0.9), ten(0.8)).outcome, made(ten(0.9), ten(0.8)).effect], ["undecided", 0]);
  assert.equal(
    made(ten(0.9), [0.4, 0.4, 0.4, ...ten(0.9)].slice(0, 10)).outcome,
    "undecided",
    "three of ten are too few",
  );
});

test("a digit stays whole, and rows of other digits follow it", () => {
  const { train, heldOut } = digits();
  const known = new Set(train.flatMap(({ rows }) => rows.map((row) => row.join())));
  followed(heldOut.slice(0, 4), train, { distractors: 5, key: seed(3) }).forEach(({ rows, label }, i) => {
    assert.equal(label, heldOut[i].label);
    assert.equal(rows.length, 13);
    assert.deepEqual(rows.slice(0, 8), heldOut[i].rows);
    assert.ok(rows.slice(8).every((row) => known.has(row.join())));
  });
});
