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
      checkpoints: [4, 10],
      sequence: 32,
      readers: 3,
      windows: [2, 32],
      seeds: 2,
    };
    result = await truncationBias.run(tiny, {});
  });

  test("a window as long as the sequence gives the full gradient, and shorter ones another", () => {
    for (const { points } of result.models) {
      assert.deepEqual(
        points.map(({ step, characters }) => [step, characters]),
        [
          [0, 0],
          [4, 4 * 32],
          [10, 10 * 32],
        ],
      );
      for (const { biases } of points) {
        assert.deepEqual(
          biases.map(({ windowLength }) => windowLength),
          [2, 16, 32],
        );
        assert.ok(Math.abs(biases[2].cosine - 1) < 1e-5 && Math.abs(biases[2].normRatio - 1) < 1e-5);
        assert.ok(biases[0].cosine < biases[1].cosine && biases[0].cosine < 0.9999);
      }
      assert.equal(new Set(points.map(({ biases }) => biases[0].cosine)).size, 3, "training changes it");
    }
  });

  test("the verdict reads each cell's cosine at 16 after training", () => {
    const made = (cosine: number, cell: string): BiasResult => ({
      ...result,
      models: result.models.map((model, i) => ({
        ...model,
        points: model.points.map((point) => ({
          ...point,
          biases: point.biases.map((row) => ({
            ...row,
            cosine: (point.step === 10 && row.windowLength === 16 && model.cell === cell ? cosine : 0.99) + i / 1e4,
          })),
        })),
      })),
    });
    assert.equal(truncationBias.verdict(made(0.98, "vanilla"), "bias").outcome, "holds");
    for (const cell of ["vanilla", "lstm"]) {
      assert.equal(truncationBias.verdict(made(0.9, cell), "bias").outcome, "fails");
    }
  });

  test("checkpoints between which training cannot stop are told", async () => {
    await assert.rejects(
      async () => truncationBias.run({ checkpoints: [4, 6, 10] }, {}),
      /rising multiples of the first/,
    );
  });

  test("a window that does not divide the sequence, and a cell that does not exist, are told", async () => {
    await assert.rejects(async () => truncationBias.run({ sequence: 32, windows: [5] }, {}), {
      message: "windows: lengths that divide the sequence of 32 expected, got 5",
    });
    await assert.rejects(
      async () => truncationBias.run({ cells: ["lstn" as "lstm"] }, {}),
      /cells: some of vanilla, lstm, gru expected, got \["lstn"\]$/,
    );
  });
});
