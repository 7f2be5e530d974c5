import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { bySeed, judge, judgeAbove, judgeAllAbove, judgeEvery, judgeWithin } from "../../lib/lab/judge";

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
  const judged = (...intervals: ([number, number] | undefined)[]) =>
    judgeAllAbove(
      intervals.map((interval, i) => ({
        name: `effect ${i}`,
        estimate: interval && { mean: (interval[0] + interval[1]) / 2, interval },
      })),
      { criterion: "all", measured: "measured." },
    );

  test("holds where all are, and is told by the weakest", () => {
    const { outcome, effect, measured } = judged([0.1, 0.3], [0.05, 0.5], [0.2, 0.9]);
    assert.deepEqual([outcome, effect], ["holds", 0.275]);
    assert.match(measured, /The effect is the weakest: effect 1\.$/);
  });

  test("fails where one is below, whatever the others are", () => {
    assert.deepEqual(judged([-0.9, 0.3], [-0.3, -0.1]).interval, [-0.3, -0.1]);
    assert.equal(judged([0.1, 0.3], [-0.3, -0.1]).outcome, "fails");
  });

  test("stays open where one may be either, or is not known", () => {
    assert.equal(judged([0.1, 0.3], [-0.1, 0.3]).outcome, "undecided");
    const unknown = judged([0.1, 0.3], undefined);
    assert.deepEqual([unknown.outcome, unknown.effect], ["undecided", null]);
    assert.equal(judged().outcome, "undecided");
    for (const missing of [Number.NaN, Infinity, -Infinity]) {
      const { outcome, measured: said } = judged([0.1, 0.3], [missing, 0.3]);
      assert.deepEqual([outcome, said], ["undecided", `Something is missing: known[1].interval[0] is ${missing}.`]);
    }
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

describe("rows, one a seed", () => {
  const rows = [1, 2, 3].map((n) => ({ value: n, of: { other: 10 * n } }));
  const question = {
    about: "seeds",
    effect: ({ value, of }: (typeof rows)[number]) => of.other - value,
    measured: ({ value, of }: (typeof rows)[number]) => `${value} and ${of.other}`,
  };

  test("are judged by the effect in each, and told by their means", () => {
    const { outcome, effect, measured, criterion } = judge(rows, question);
    assert.deepEqual([outcome, effect, measured], ["undecided", 18, "seeds: 2 and 20"]);
    assert.match(criterion, /above 0$/);
    assert.equal(judge(rows, { ...question, least: -20 }).outcome, "holds");
    assert.match(judge(rows, { ...question, margin: 50 }).criterion, /within ±50$/);
  });

  test("that are fewer than two decide nothing", () => {
    for (const few of [rows.slice(0, 1), []]) {
      const { outcome, effect, measured } = judge(few, question);
      assert.deepEqual([outcome, effect, measured], ["undecided", null, "seeds: too few for an interval."]);
    }
  });

  test("are of seeds that have something of every arm", () => {
    const all = [1, 2, 3].flatMap((seed) => ["a", "b"].map((arm) => ({ seed, arm })));
    const found = bySeed(all.slice(0, -1), ["a", "b"], ({ arm }) => arm);
    assert.deepEqual(
      found,
      [all.slice(0, 2), all.slice(2, 4)].map(([a, b]) => ({ a, b })),
    );
  });
});

test("of judgements on several texts, that which speaks most against the claim counts for all", () => {
  const [holds, open, fails] = (
    [
      [0.1, 0.3],
      [-0.1, 0.3],
      [-0.3, -0.1],
    ] as const
  ).map((interval) => judgeAbove({ mean: (interval[0] + interval[1]) / 2, interval }, `${interval}`));
  const measured = (...each: (typeof holds)[]) => judgeEvery(each, "on every text").measured;
  assert.equal(measured(holds, open), open.measured);
  assert.equal(measured(holds, fails, open), fails.measured);
  assert.equal(measured(holds, holds), holds.measured);
  assert.equal(judgeEvery([holds], "on every text").criterion, `on every text ${holds.criterion}`);
});
