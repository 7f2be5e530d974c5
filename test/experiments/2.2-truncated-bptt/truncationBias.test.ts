import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { truncationBias } from "../../../lib/experiments/2.2-truncated-bptt/truncationBias/claims";
import type { BiasResult } from "../../../lib/experiments/2.2-truncated-bptt/truncationBias/config";

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
    assert.equal(truncationBias.verdict(made(0.98), "bias").outcome, "holds");
    assert.equal(truncationBias.verdict(made(0.9), "bias").outcome, "fails");
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
