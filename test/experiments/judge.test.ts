import assert from "node:assert/strict";
import { test } from "node:test";
import { judgeAbove } from "../../lib/experiments/judge";

const outcome = (interval: readonly [number, number], least?: number) =>
  judgeAbove({ mean: (interval[0] + interval[1]) / 2, interval }, "measured", least).outcome;

test("a claim that an effect is above 0 holds, fails or stays open by where its interval lies", () => {
  assert.equal(outcome([0.1, 0.3]), "holds");
  assert.equal(outcome([-0.3, -0.1]), "fails");
  assert.equal(outcome([-0.1, 0.3]), "undecided");
  assert.equal(outcome([0, 0.3]), "undecided", "an interval that touches 0 is not above it");
  assert.equal(outcome([0.1, 0.3], 0.2), "undecided");
  assert.equal(outcome([0.1, 0.3], 0.4), "fails");
});

test("without an interval nothing is decided, and the effect is not a number made up", () => {
  const { outcome, effect, interval, measured } = judgeAbove(undefined, "one seed");
  assert.deepEqual([outcome, effect, interval, measured], ["undecided", null, null, "one seed"]);
});
