import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { placesOf } from "../../../lib/analysis/stretch";
import { seed } from "../../../lib/core/random";
import { findUnits } from "../../../lib/experiments/3-case-study/bestUnits";
import { blockMeans, textBlocks } from "../../../lib/experiments/3-case-study/blocks";
import { halvesOf, leastSize } from "../../../lib/experiments/3-case-study/inspect";

describe("best units", () => {
  const n = 600;
  const label = (shift: number) => Uint8Array.from({ length: n }, (_, i) => Number(Math.floor((i + shift) / 30) % 2));
  const halves = { select: label(0), test: label(7) };
  const noise = (key: string) => Float32Array.from({ length: n }, (_, i) => Math.sin(i * (1 + key.length)) * 2);
  const units = {
    select: [noise("a"), noise("bb").map((u, i) => u - 9 * halves.select[i])],
    test: [noise("ccc"), noise("dddd").map((u, i) => u - 9 * halves.test[i])],
  };

  test("are chosen on one half and measured on the other, the same way round", () => {
    const [{ best }] = findUnits(units, { labels: { it: halves }, shifts: 19, key: seed(1) });
    assert.deepEqual([best.unit, best.sign, best.heldOut], [1, -1, 1]);
    assert.deepEqual(best.blocks, new Array(8).fill(1));
    assert.ok(best.null95 < 1);
    const turned = { ...units, test: units.test.map((values) => values.map((value) => -value)) };
    const [other] = findUnits(turned, { labels: { it: halves }, shifts: 19, key: seed(1) });
    assert.equal(other.best.heldOut, 0, "a unit that turns round on new text is no better than guessing");
  });

  test("blocks are consecutive, as equal as can be, and never empty", () => {
    for (const length of [3, 8, 61, 4096]) {
      const blocks = textBlocks(length);
      assert.deepEqual([blocks.length, blocks[0][0], blocks.at(-1)![1]], [Math.min(8, length), 0, length]);
      for (const [i, [from]] of blocks.slice(1).entries()) assert.equal(from, blocks[i][1]);
      const sizes = blocks.map(([from, to]) => to - from);
      assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1 && Math.min(...sizes) > 0);
    }
    assert.deepEqual(
      blockMeans([], () => 1),
      [],
    );
    assert.deepEqual(
      blockMeans([5, 7, 9], (place) => 2 * place),
      [10, 14, 18],
    );
  });

  test("the halves take turns, do not overlap, and lie within the text", () => {
    for (const [size, length] of [
      [leastSize(1024), 1024],
      [50_000, 4096],
    ]) {
      const { select, test: other } = halvesOf(size, length);
      const places = [...placesOf(select), ...placesOf(other)];
      assert.equal(new Set(places).size, 2 * length);
      assert.ok(Math.min(...places) >= select.warmUp && Math.max(...places) < size - 1);
    }
  });
});
