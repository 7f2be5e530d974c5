import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { horizon } from "../../../lib/experiments/2.2-truncated-bptt/horizon/claims";
import {
  claimedLags,
  emptiedCeiling,
  type RecallResult,
  windowKinds,
} from "../../../lib/experiments/2.2-truncated-bptt/horizon/config";

describe("recall", () => {
  const tiny = {
    hiddenSize: 16,
    batchSize: 16,
    windowLength: 4,
    longWindow: 16,
    lags: [3],
    length: 1600,
    learningRates: [0.02],
    cells: ["vanilla" as const],
    seeds: 1,
  };
  let result: RecallResult;
  before(async () => {
    result = await horizon.run({ ...tiny, length: 960 }, {});
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

  test("each arm learns at the rate that is best in its pilot", async () => {
    const options = { ...tiny, lags: [2], length: 400, learningRates: [1e-6, 0.02] };
    const { models } = await horizon.run(options, {});
    const inside = models.filter(({ kind, lag }) => kind === "carried" && lag === 2);
    assert.deepEqual(
      inside.map(({ learningRate }) => learningRate),
      [0.02],
    );
  });

  describe("the verdicts read the lag half as long again as the window", () => {
    const made = (carried: Readonly<Record<string, number>>, emptied: number): RecallResult => ({
      config: { ...horizon.defaults, cells: ["vanilla", "gru", "lstm"], windowLength: 8, lags: [4, 12, 16], seeds: 8 },
      models: [1, 2, 3, 4, 5, 6, 7, 8].flatMap((seed) =>
        (["vanilla", "gru", "lstm"] as const).flatMap((cell) =>
          [4, 12, 16].flatMap((lag) =>
            windowKinds.map((kind) => {
              const at12 = { carried: carried[cell], emptied, long: 0.9 }[kind] + seed / 1000;
              const accuracy = lag === 12 ? at12 : 0.6;
              return { seed, cell, kind, lag, learningRate: 0.01, ended: "finished" as const, accuracy };
            }),
          ),
        ),
      ),
    });
    const outcome = (result: RecallResult, claim: "horizon-emptied" | "horizon-carried" | "horizon-carried-gated") =>
      horizon.verdict(result, claim).outcome;

    test("with carried state of the RNN alone, of the gated cells together, in most of the seeds", () => {
      assert.equal(claimedLags(8).outside, 12);
      const [all, rnn, lstm] = [
        made({ vanilla: 0.9, gru: 0.9, lstm: 0.9 }, 0.5),
        made({ vanilla: 0.9, gru: 0.6, lstm: 0.6 }, 0.5),
        made({ vanilla: 0.6, gru: 0.6, lstm: 0.9 }, 0.5),
      ];
      assert.deepEqual(
        [all, rnn, lstm].map((result) => [
          outcome(result, "horizon-carried"),
          outcome(result, "horizon-carried-gated"),
        ]),
        [
          ["holds", "holds"],
          ["holds", "fails"],
          ["fails", "fails"],
        ],
      );
      assert.equal(horizon.verdict(all, "horizon-carried").effect, 1);
    });

    test("without, of each cell", () => {
      const carried = { vanilla: 0.9, gru: 0.9, lstm: 0.9 };
      assert.equal(outcome(made(carried, 0.5), "horizon-emptied"), "holds");
      assert.equal(outcome(made(carried, 0.8), "horizon-emptied"), "fails");
      const { effect, unit } = horizon.verdict(made(carried, 0.5), "horizon-emptied");
      assert.ok(Math.abs(effect! - 24.55) < 1e-9 && unit === "points");
    });

    test("of gated cells nothing is said where none was trained", () => {
      assert.equal(outcome(result, "horizon-carried-gated"), "undecided");
    });
  });
});
