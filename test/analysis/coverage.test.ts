import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { estimatePairedShares, estimateShare } from "../../lib/analysis/outcomes";
import { type Estimate, estimate, estimateOverText } from "../../lib/analysis/statistics";
import { seed, uniforms } from "../../lib/core/random";
import { confidenceOf, judgeAbove } from "../../lib/lab/decide";

const draws = 10_000;
const uniform = uniforms(seed(1));
const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
const list = <T>(length: number, one: (i: number) => T) => Array.from({ length }, (_, i) => one(i));
const shareOf = (one: () => boolean) => list(draws, one).filter(Boolean).length / draws;
const covers = ({ interval: [low, high] }: Estimate, truth: number) => low <= truth && truth <= high;
const near = (share: number, promised: number) =>
  assert.ok(Math.abs(share - promised) < 0.01, `${share} instead of ${promised}`);

describe("intervals keep what they promise, in ten thousand simulated studies", () => {
  for (const [n, confidence] of [
    [5, 0.95],
    [8, 0.975],
    [20, 0.975],
  ] as const) {
    test(`over ${n} seeds, at ${100 * confidence} %`, () => {
      const values = () => list(n, () => 0.3 + 2 * normal());
      near(
        shareOf(() => covers(estimate(values(), confidence), 0.3)),
        confidence,
      );
    });
  }

  for (const [name, seeds, blocks] of [
    ["seeds and text differ alike", 1, 1.6],
    ["only seeds differ", 1, 0],
    ["only the text differs", 0, 1],
  ] as const) {
    test(`over 8 seeds and 20 blocks of text, where ${name}`, () => {
      const covered = shareOf(() => {
        const ofBlocks = list(20, () => blocks * normal());
        const rows = list(8, () => {
          const ofSeed = seeds * normal();
          return ofBlocks.map((ofBlock) => 0.3 + ofSeed + ofBlock + normal());
        });
        return covers(estimateOverText(rows, 0.95), 0.3);
      });
      near(covered, 0.95);
    });
  }

  test("seeds alone promise too much where the text differs", () => {
    const covered = shareOf(() => {
      const ofText = list(20, normal).reduce((sum, one) => sum + one, 0) / 20;
      return covers(estimate(list(8, () => 0.3 + ofText + 0.1 * normal())), 0.3);
    });
    assert.ok(covered < 0.5, `${covered}`);
  });

  test("exact ones of a share keep at least it, whatever the share", () => {
    for (const truth of [0.05, 0.3, 0.5, 0.9, 1]) {
      for (const n of [8, 10, 20]) {
        const known = list(n + 1, (k) => estimateShare(list(n, (i) => i < k), 0.95)); // biome-ignore format: one line
        const drawn = () => list(n, () => uniform() < truth).filter(Boolean).length;
        assert.ok(shareOf(() => covers(known[drawn()], truth)) >= 0.94);
      }
    }
  });

  test("exact ones of paired shares keep at least it", () => {
    for (const [onlyFirst, onlySecond] of [
      [0.1, 0.1],
      [0.6, 0.1],
      [0.3, 0.0],
      [0.02, 0.9],
    ]) {
      const known = new Map<string, boolean>();
      const share = shareOf(() => {
        const pairs = list(10, (): [boolean, boolean] => {
          const u = uniform();
          return u < onlyFirst ? [true, false] : u < onlyFirst + onlySecond ? [false, true] : [true, true];
        });
        const key = [0, 1].map((at) => pairs.filter((pair) => !pair[at]).length).join();
        if (!known.has(key)) known.set(key, covers(estimatePairedShares(pairs, 0.95), onlyFirst - onlySecond));
        return known.get(key) as boolean;
      });
      assert.ok(share >= 0.94, `${onlyFirst}, ${onlySecond}: ${share}`);
    }
  });
});

test("two looks, at 8 seeds and where these are undecided at 20, err together in at most five in a hundred", () => {
  const wrong = shareOf(() => {
    const values = list(20, normal);
    const first = judgeAbove(values.slice(0, 8), { measured: "" }).outcome;
    const last = first === "undecided" ? judgeAbove(values, { measured: "" }).outcome : first;
    return last !== "undecided";
  });
  assert.ok(wrong > 0.03 && wrong < 0.05, `${wrong}`);
  assert.deepEqual([5, 8, 20].map(confidenceOf), [0.95, 0.975, 0.975]);
});

describe("exact intervals", () => {
  const rounded = ({ interval }: Estimate) => interval.map((limit) => Number(limit.toFixed(4)));

  test("of a share are Clopper and Pearson's", () => {
    // R: binom.test(7, 10), binom.test(10, 10)
    assert.deepEqual(rounded(estimateShare(list(10, (i) => i < 7))), [0.3475, 0.9333]);
    assert.deepEqual(rounded(estimateShare(list(10, () => true))), [0.6915, 1]);
  });

  test("of a difference of paired shares lie on one side of 0 where McNemar's exact test finds a difference", () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);
    for (const n of [5, 8, 10, 20]) {
      for (let d = 0; d <= n; d++) {
        for (let k = 0; k <= d; k++) {
          const pairs = list(n, (i): [boolean, boolean] =>
            i < k ? [true, false] : i < d ? [false, true] : [true, true],
          );
          const [low, high] = estimatePairedShares(pairs, 0.95).interval;
          const tail = (from: number, to: number) =>
            list(to - from + 1, (i) => choose(d, from + i) / 2 ** d).reduce((a, b) => a + b, 0);
          assert.equal(low > 0, tail(k, d) <= 0.025, `more: ${n}, ${d}, ${k}`);
          assert.equal(high < 0, tail(0, k) <= 0.025, `less: ${n}, ${d}, ${k}`);
        }
      }
    }
  });

  test("of pairs that never differ are as wide as so few pairs allow", () => {
    const [low, high] = estimatePairedShares(list(10, () => [true, true] as const)).interval;
    assert.equal(low, -high);
    assert.ok(Math.abs(high - (1 - 0.025 ** (1 / 10))) < 0.01, `${high}`);
  });
});
