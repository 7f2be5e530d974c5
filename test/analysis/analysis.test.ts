import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { distinctNgrams, endingCycle, ngramEntropy } from "../../lib/analysis/diversity";
import { estimate } from "../../lib/analysis/statistics";
import { normal, seed } from "../../lib/core/random";

const letters = (text: string): number[] => [...text].map((character) => character.codePointAt(0)!);

describe("diversity", () => {
  test("distinct n-grams are counted over the texts together, and none spans two", () => {
    assert.equal(distinctNgrams([letters("abcd")], 2), 1);
    assert.equal(distinctNgrams([letters("abab"), letters("ab")], 2), 2 / 4);
  });

  test("the entropy of equally frequent n-grams is the logarithm of their number", () => {
    assert.ok(Math.abs(ngramEntropy([letters("abcdefgh")], 1) - 3) < 1e-12);
    assert.equal(ngramEntropy([letters("aaaa")], 2), 0);
  });

  test("a text ends in its shortest cycle, from where it sets in", () => {
    assert.deepEqual(endingCycle(letters(`start ${"ab".repeat(10)}`), 12), { period: 2, onset: 6 });
    assert.deepEqual(endingCycle(letters(`xa${"aba".repeat(8)}`), 20)?.period, 3);
    assert.equal(endingCycle(letters("abababab the end"), 12), undefined);
    assert.equal(endingCycle(letters("short short"), 12), undefined, "too short a repetition");
    const line = "once upon a midnight dreary, ";
    assert.equal(endingCycle(letters(`quoth: ${line}${line}`), 12)?.period, line.length, "two rounds are enough");
    assert.equal(endingCycle(letters(`quoth: ${line}once upon a mid`), 12), undefined, "less than two are not");
  });
});

describe("estimate", () => {
  test("is Student's interval", () => {
    const { mean, interval } = estimate([1, 2, 3, 4, 5]);
    const margin = 2.7764451 * Math.sqrt(2.5 / 5);
    assert.equal(mean, 3);
    assert.ok(Math.abs(interval[0] - (3 - margin)) < 1e-6 && Math.abs(interval[1] - (3 + margin)) < 1e-6);
  });

  test("covers the true mean in 95 of 100 samples", () => {
    const values = normal(seed(4), [2000, 5]).arraySync() as number[][];
    const covered = values.filter((row) => {
      const { interval } = estimate(row);
      return interval[0] < 0 && 0 < interval[1];
    });
    assert.ok(Math.abs(covered.length / values.length - 0.95) < 0.02, `${covered.length} of ${values.length}`);
  });

  test("needs two seeds", () => {
    assert.throws(() => estimate([1]), { message: "estimate: an interval needs at least two seeds, got 1" });
  });
});
