import assert from "node:assert/strict";
import { test } from "node:test";
import { windowMemory } from "../../../lib/experiments/2.2-truncated-bptt/windowMemory/claims";
import type { MemoryResult, Peak } from "../../../lib/experiments/2.2-truncated-bptt/windowMemory/config";

const config = { ...windowMemory.defaults, windows: [10, 20, 40], steps: 2, seeds: 3 };
/** `base` + `perWindow` for each character of the window + `perText` for each that was read. */
const made = (perWindow: number, perText: number, bend = 0): MemoryResult => ({
  ...{ config, leastBytes: 1 },
  peaks: [1, 2, 3].flatMap((seed) =>
    config.windows.map((windowLength): Peak => {
      const peak = (windows: number) => ({
        megabytes:
          5 +
          seed / 100 +
          perWindow * windowLength +
          perText * windows * windowLength +
          bend * (windowLength === 20 ? 1 : 0),
      });
      return { windowLength, seed, ended: "finished", short: peak(2), long: peak(8) };
    }),
  ),
});

test("the claim holds for a line that the text does not raise, and fails for a bend or for growth with the text", () => {
  assert.equal(windowMemory.verdict(made(1, 0), "memory").outcome, "holds");
  assert.equal(windowMemory.verdict(made(1, 0, 40), "memory").outcome, "fails");
  assert.equal(windowMemory.verdict(made(1, 0.5), "memory").outcome, "fails");
});

test("a longer window takes more memory in a process of its own, and each process is measured anew", async () => {
  const { peaks, leastBytes } = await windowMemory.run(
    { hiddenSize: 64, batchSize: 32, windows: [8, 96], seeds: 1 },
    {},
  );
  const [small, large] = peaks;
  assert.equal(leastBytes, 4 * 32 * (64 + 64));
  assert.ok(
    large.short.megabytes - small.short.megabytes > (88 * leastBytes) / 2 ** 20,
    "more than h and logits alone",
  );
  assert.ok(large.short.megabytes < 200 && small.long.megabytes >= small.short.megabytes);
});
