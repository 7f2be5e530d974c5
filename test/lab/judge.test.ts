import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Effect, judgeAbove, judgeAllAbove, judgeEvery, judgeWithin } from "../../lib/lab/decide";
import { bySeed, judge } from "../../lib/lab/judge";
import { judgeOutcomes, judgePairedOutcomes } from "../../lib/lab/judgeOutcomes";

/** Two effects whose 95 % interval is this: t at one degree of freedom is 12.706. */
const effectsOf = ([low, high]: readonly [number, number]): number[] => {
  const [middle, half] = [(low + high) / 2, (high - low) / 2];
  return [middle - half / 12.706, middle + half / 12.706];
};

const outcome = (interval: readonly [number, number], least?: number) =>
  judgeAbove(effectsOf(interval), { measured: "measured", least }).outcome;

test("a claim that an effect is above 0 holds, fails or stays open by where its interval lies", () => {
  assert.equal(outcome([0.1, 0.3]), "holds");
  assert.equal(outcome([-0.3, -0.1]), "fails");
  assert.equal(outcome([-0.1, 0.3]), "undecided");
  assert.equal(judgeAbove([0, 0], { measured: "" }).outcome, "undecided", "an interval that touches 0 is not above it");
  assert.equal(outcome([0.1, 0.3], 0.2), "undecided");
  assert.equal(outcome([0.1, 0.3], 0.4), "fails");
});

test("without an interval nothing is decided, and the effect is not a number made up", () => {
  const { outcome, effect, interval, measured } = judgeAbove([1], { measured: "one seed" });
  assert.deepEqual([outcome, effect, interval, measured], ["undecided", null, null, "one seed"]);
});

describe("a claim that several effects are above 0", () => {
  const judged = (...intervals: ([number, number] | undefined)[]) =>
    judgeAllAbove(
      intervals.map((interval, i) => ({
        name: `effect ${i}`,
        effects: interval ? effectsOf(interval) : [],
      })),
      { criterion: "all", measured: "measured.", unit: "bits" },
    );

  test("holds where all are, and is told by the weakest", () => {
    const { outcome, effect, measured } = judged([0.1, 0.3], [0.05, 0.5], [0.2, 0.9]);
    assert.deepEqual([outcome, effect?.toFixed(3)], ["holds", "0.275"]);
    assert.match(measured, /The effect is the weakest: effect 1\.$/);
  });

  test("fails where one is below, whatever the others are", () => {
    assert.equal(judged([-0.9, 0.3], [-0.9, -0.5]).effect?.toFixed(3), "-0.700");
    assert.equal(judged([0.1, 0.3], [-0.9, -0.5]).outcome, "fails");
  });

  test("stays open where one may be either, or is not known", () => {
    assert.equal(judged([0.1, 0.3], [-0.1, 0.3]).outcome, "undecided");
    const unknown = judged([0.1, 0.3], undefined);
    assert.deepEqual([unknown.outcome, unknown.effect], ["undecided", null]);
    assert.equal(judged().outcome, "undecided");
    for (const missing of [Number.NaN, Infinity, -Infinity]) {
      const parts = [{ name: "whole", effects: [1, 2] }, { name: "not", effects: [1, missing] }]; // biome-ignore format: one line
      const { outcome, measured: said } = judgeAllAbove(parts, { criterion: "all", measured: "measured." });
      assert.deepEqual([outcome, said], ["undecided", `Something is missing: parts[1].effects[1] is ${missing}.`]);
    }
  });

  test("fails at Holm's level: what one of many shows below 0 by chance is no failure", () => {
    const low = [-0.31, -0.02, -0.12, -0.25, -0.2]; // its 95 % interval ends at −0.04, its 99.5 % interval does not
    const parts = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ name: `${i}`, effects: i === 0 ? low : [1, 1.1, 1.2, 1, 0.9] }));
    const judgedOf = (count: number) => judgeAllAbove(parts(count), { criterion: "all", measured: "" }).outcome;
    assert.deepEqual([1, 2, 10].map(judgedOf), ["fails", "fails", "undecided"]);
  });
});

test("a claim that two are the same holds within the margin, fails beyond it, and stays open across it", () => {
  const within = (interval: readonly [number, number]) =>
    judgeWithin(effectsOf(interval), { measured: "measured", margin: 0.2 }).outcome;
  assert.equal(within([-0.1, 0.15]), "holds");
  assert.equal(within([0.05, 0.15]), "holds", "a difference that is there but small");
  assert.equal(within([0.25, 0.4]), "fails");
  assert.equal(within([-0.4, -0.25]), "fails");
  assert.equal(within([0.1, 0.3]), "undecided");
  assert.equal(within([-0.3, 0.3]), "undecided", "too few seeds are no evidence of equality");
  const none = judgeWithin([0.1], { measured: "one seed", margin: 0.2 });
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
  ).map((interval) => judgeAbove(effectsOf(interval), { measured: `${interval}` }));
  const measured = (...each: (typeof holds)[]) => judgeEvery(each, "on every text").measured;
  assert.equal(measured(holds, open), open.measured);
  assert.equal(measured(holds, fails, open), fails.measured);
  assert.equal(measured(holds, holds), holds.measured);
  assert.equal(judgeEvery([holds], "on every text").criterion, `on every text ${holds.criterion}`);
});

describe("a verdict's bar", () => {
  const eight = (effect: Effect) => Array.from({ length: 8 }, () => effect);

  test("has its unit and its reason in the criterion, and the interval of two looks from eight seeds on", () => {
    const told = { measured: "", unit: "bits", because: "a trigram reaches that" };
    const { criterion, unit, effects, bar } = judgeAbove(eight(0.3), { ...told, least: 0.1 });
    assert.equal(criterion, "the 97.5 % interval over seeds lies above 0.1 bits (a trigram reaches that)");
    assert.deepEqual([unit, effects, bar], ["bits", eight(0.3), { is: "above", at: 0.1 }]);
    assert.match(judgeWithin([1, 2], { measured: "", margin: 3, unit: "points" }).criterion, /^the 95 % .* ±3 points$/);
  });

  test("counts the noise of the text where effects are told by its blocks", () => {
    const blocks = Array.from({ length: 20 }, (_, i) => (i % 2 ? 1.2 : -1));
    const { outcome, criterion, effects } = judgeAbove(eight(blocks), { measured: "" });
    assert.match(criterion, /over seeds and text lies above 0$/);
    assert.equal(outcome, "undecided", "the seeds agree, the text does not");
    assert.ok(effects?.every((effect) => Math.abs(effect - 0.1) < 1e-12));
  });
});

describe("what happens or not", () => {
  const happened = (yes: number, all = 10) => Array.from({ length: all }, (_, i) => i < yes);
  const pairs = (first: number, second: number) =>
    Array.from({ length: 10 }, (_, i) => [i < first, i >= 10 - second] as const);

  test("is judged by the exact binomial interval", () => {
    const outcomes = [10, 9, 5, 1].map((yes) => judgeOutcomes(happened(yes), { measured: "" }).outcome);
    assert.deepEqual(outcomes, ["holds", "holds", "undecided", "fails"]);
    const { interval, effects } = judgeOutcomes(happened(10), { measured: "" });
    assert.ok(interval && interval[1] === 1 && interval[0] > 0.6);
    assert.deepEqual(effects, Array(10).fill(1));
  });

  test("and in pairs by McNemar's: equal outcomes are no interval of width zero", () => {
    assert.equal(judgePairedOutcomes(pairs(10, 0), { measured: "" }).outcome, "holds");
    assert.equal(judgePairedOutcomes(pairs(0, 10), { measured: "" }).outcome, "fails");
    assert.equal(judgePairedOutcomes(pairs(4, 0), { measured: "" }).outcome, "undecided");
    assert.equal(judgePairedOutcomes(pairs(0, 0), { measured: "", margin: 0.1 }).outcome, "undecided");
    assert.equal(judgePairedOutcomes(pairs(0, 0), { measured: "", margin: 0.5 }).outcome, "holds");
    assert.equal(judgePairedOutcomes([[true, false]], { measured: "" }).outcome, "undecided", "one pair");
  });
});
