import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { judgeAbove, judgeAllAbove, judgeWithin } from "../../lib/lab/judge";

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

describe("a claim that several effects are above 0", () => {
  const judge = (...intervals: ([number, number] | undefined)[]) =>
    judgeAllAbove(
      intervals.map((interval, i) => ({
        name: `effect ${i}`,
        estimate: interval && { mean: (interval[0] + interval[1]) / 2, interval },
      })),
      { criterion: "all", measured: "measured." },
    );

  test("holds where all are, and is told by the weakest", () => {
    const { outcome, effect, measured } = judge([0.1, 0.3], [0.05, 0.5], [0.2, 0.9]);
    assert.deepEqual([outcome, effect], ["holds", 0.275]);
    assert.match(measured, /The effect is the weakest: effect 1\.$/);
  });

  test("fails where one is below, whatever the others are", () => {
    assert.deepEqual(judge([-0.9, 0.3], [-0.3, -0.1]).interval, [-0.3, -0.1]);
    assert.equal(judge([0.1, 0.3], [-0.3, -0.1]).outcome, "fails");
  });

  test("stays open where one may be either, or is not known", () => {
    assert.equal(judge([0.1, 0.3], [-0.1, 0.3]).outcome, "undecided");
    const unknown = judge([0.1, 0.3], undefined);
    assert.deepEqual([unknown.outcome, unknown.effect], ["undecided", null]);
    assert.equal(judge().outcome, "undecided");
  });
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
