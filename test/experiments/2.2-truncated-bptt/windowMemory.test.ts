import assert from "node:assert/strict";
import { test } from "node:test";
import { windowMemory } from "../../../lib/experiments/2.2-truncated-bptt/windowMemory/claims";
import type { MemoryResult, Peak } from "../../../lib/experiments/2.2-truncated-bptt/windowMemory/config";

const config = { ...windowMemory.defaults, windows: [10, 20, 40], steps: 2 };
/** `perWindow` for each character of the window + `perText` for each that was read; the LSTM's line has a bend. */
const made = (perWindow: number, perText: number, bend = 0): MemoryResult => ({
  ...{ config, leastBytes: 1 },
  peaks: config.cells.flatMap((cell) =>
    config.windows.map((windowLength): Peak => {
      const bent = cell === "lstm" && windowLength === 20 ? bend : 0;
      const peak = (windows: number) => 5 + perWindow * windowLength + perText * windows * windowLength + bent;
      return { cell, windowLength, short: peak(2), long: peak(8), whole: peak(1), remembered: peak(1) };
    }),
  ),
});

test("the claim holds for lines that the text does not raise, and fails for one bend or for growth with the text", () => {
  assert.equal(windowMemory.verdict(made(1, 0), "memory").outcome, "holds");
  assert.equal(windowMemory.verdict(made(1, 0, 40), "memory").outcome, "fails");
  assert.equal(windowMemory.verdict(made(1, 0.5), "memory").outcome, "fails");
  const { peaks, ...rest } = made(1, 0);
  assert.equal(windowMemory.verdict({ ...rest, peaks: peaks.slice(1) }, "memory").outcome, "undecided");
});

test("a longer window takes more memory, a longer text none; counted again it is the same to the byte", async () => {
  const small = { cells: ["vanilla" as const], hiddenSize: 16, batchSize: 4, windows: [8, 24, 40] };
  const [first, again] = [await windowMemory.run(small, {}), await windowMemory.run(small, {})];
  assert.deepEqual(first, again);
  assert.equal(first.leastBytes, 4 * 4 * (16 + 64));
  const [short, , long] = first.peaks;
  assert.ok(long.short - short.short > 32 * first.leastBytes, "more than h and logits alone");
  for (const peak of first.peaks)
    assert.ok(peak.long >= peak.short && peak.long - peak.short < 1000, `${peak.long - peak.short}`);
  assert.ok(long.whole / short.whole > 3, `all that is kept grows with the length: ${long.whole / short.whole}`);
  assert.ok(long.remembered < 0.6 * long.whole, `${long.remembered} of ${long.whole}`);
});
