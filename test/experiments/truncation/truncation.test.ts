import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { carriedHorizon, emptiedHorizon, memoryOfWindow } from "../../../lib/experiments/2.2-truncated-bptt/claims";
import {
  claimedLags,
  emptiedCeiling,
  type RecallResult,
  windowKinds,
} from "../../../lib/experiments/2.2-truncated-bptt/horizon/config";
import { truncationBias } from "../../../lib/experiments/2.2-truncated-bptt/truncationBias/claims";
import type { BiasResult } from "../../../lib/experiments/2.2-truncated-bptt/truncationBias/config";
import type { MemoryResult, Peak } from "../../../lib/experiments/2.2-truncated-bptt/windowMemory/config";

describe("memory", () => {
  const config = { ...memoryOfWindow.defaults, windows: [10, 20, 40], steps: 2, seeds: 3 };
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
    assert.equal(memoryOfWindow.verdict(made(1, 0)).outcome, "holds");
    assert.equal(memoryOfWindow.verdict(made(1, 0, 40)).outcome, "fails");
    assert.equal(memoryOfWindow.verdict(made(1, 0.5)).outcome, "fails");
  });

  test("a longer window takes more memory in a process of its own, and each process is measured anew", async () => {
    const { peaks, leastBytes } = await memoryOfWindow.run(
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
});

describe("bias", () => {
  let result: BiasResult;
  before(async () => {
    const tiny = {
      hiddenSize: 6,
      batchSize: 4,
      windowLength: 8,
      steps: 10,
      sequence: 32,
      readers: 3,
      windows: [2, 32],
      seeds: 2,
    };
    result = await truncationBias.run(tiny, {});
  });

  test("a window as long as the sequence gives the full gradient, and shorter ones another", () => {
    for (const { fresh, trained } of result.models) {
      for (const rows of [fresh, trained]) {
        assert.deepEqual(
          rows.map(({ windowLength }) => windowLength),
          [2, 16, 32],
        );
        assert.ok(Math.abs(rows[2].cosine - 1) < 1e-5 && Math.abs(rows[2].normRatio - 1) < 1e-5);
        assert.ok(rows[0].cosine < rows[1].cosine && rows[0].cosine < 0.999);
      }
      assert.notEqual(fresh[0].cosine, trained[0].cosine);
    }
  });

  test("the verdict reads the first cell's cosine at 16 after training", () => {
    const made = (cosine: number): BiasResult => ({
      ...result,
      models: result.models.map((model, i) => ({
        ...model,
        trained: model.trained.map((row) =>
          row.windowLength === 16 && model.cell === "vanilla" ? { ...row, cosine: cosine + i / 1e4 } : row,
        ),
      })),
    });
    assert.equal(truncationBias.verdict(made(0.98)).outcome, "holds");
    assert.equal(truncationBias.verdict(made(0.9)).outcome, "fails");
  });

  test("a window that does not divide the sequence, and a cell that does not exist, are told", async () => {
    await assert.rejects(async () => truncationBias.run({ sequence: 32, windows: [5] }, {}), {
      message: "windows: lengths that divide the sequence of 32 expected, got 5",
    });
    await assert.rejects(
      async () => truncationBias.run({ cells: ["lstn"] }, {}),
      /cells: some of vanilla, lstm, gru expected, got \["lstn"\]$/,
    );
  });
});

describe("recall", () => {
  const tiny = {
    hiddenSize: 16,
    batchSize: 16,
    windowLength: 4,
    longWindow: 16,
    lags: [3],
    length: 1600,
    learningRate: 0.02,
    seeds: 1,
  };
  let result: RecallResult;
  before(async () => {
    result = await carriedHorizon.run({ ...tiny, length: 960 }, {});
  });
  const accuracy = (kind: string, lag: number) =>
    result.models.find((model) => model.kind === kind && model.lag === lag)!.accuracy;

  test("inside the window the carried state answers; the emptied one reaches its ceiling, and no more", () => {
    assert.equal(emptiedCeiling(4, 2), 0.75);
    assert.ok(accuracy("carried", 2) > 0.95, `${accuracy("carried", 2)}`);
    assert.ok(Math.abs(accuracy("emptied", 2) - 0.75) < 0.1, `${accuracy("emptied", 2)}`);
  });

  test("outside of it the emptied state guesses", () => {
    assert.equal(emptiedCeiling(4, 6), 0.5);
    assert.ok(Math.abs(accuracy("emptied", 6) - 0.5) < 0.12, `${accuracy("emptied", 6)}`);
  });

  test("the verdicts read the lag half as long again as the window", () => {
    const { outside } = claimedLags(8);
    assert.equal(outside, 12);
    const made = (carried: number, emptied: number): RecallResult => ({
      config: { ...carriedHorizon.defaults, windowLength: 8, lags: [4, 12, 16], seeds: 3 },
      models: [1, 2, 3].flatMap((seed) =>
        [4, 12, 16].flatMap((lag) =>
          windowKinds.map((kind) => {
            const at12 = { carried, emptied, long: 0.9 }[kind] + seed / 1000;
            return { seed, kind, lag, ended: "finished" as const, accuracy: lag === 12 ? at12 : 0.6 };
          }),
        ),
      ),
    });
    assert.equal(carriedHorizon.verdict(made(0.9, 0.5)).outcome, "holds");
    assert.equal(carriedHorizon.verdict(made(0.6, 0.5)).outcome, "fails");
    assert.equal(emptiedHorizon.verdict(made(0.9, 0.5)).outcome, "holds");
    assert.equal(emptiedHorizon.verdict(made(0.9, 0.8)).outcome, "fails");
    assert.ok(Math.abs(carriedHorizon.verdict(made(0.9, 0.5)).effect! - 0.152) < 1e-9);
  });
});
