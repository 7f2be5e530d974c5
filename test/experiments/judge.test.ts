import assert from "node:assert/strict";
import { test } from "node:test";
import { judgeAbove, judgeWithin } from "../../lib/experiments/judge";

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

test("a claim that two are the same holds within the margin, fails beyond it, and stays open across it", () => {
  const within = (interval: readonly [number, number]) =>
    judgeWithin({ mean: (interval[0] + interval[1]) / 2, interval }, "measured", 0.2).outcome;
  assert.equal(within([-0.1, 0.15]), "holds");
  assert.equal(within([0.05, 0.15]), "holds", "a difference that is there but small");
  assert.equal(within([0.25, 0.4]), "fails");
  assert.equal(within([-0.4, -0.25]), "fails");
  assert.equal(within([0.1, 0.3]), "undecided");
  assert.equal(within([-0.3, 0.3]), "undecided", "too few seeds are no evidence of equality");
  const none = judgeWithin(undefined, "one seed", 0.2);
  assert.deepEqual([none.outcome, none.effect, none.interval], ["undecided", null, null]);
});
