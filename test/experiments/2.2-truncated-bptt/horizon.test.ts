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
    learningRate: 0.02,
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

  test("the verdicts read the lag half as long again as the window", () => {
    const { outside } = claimedLags(8);
    assert.equal(outside, 12);
    const made = (carried: number, emptied: number): RecallResult => ({
      config: { ...horizon.defaults, windowLength: 8, lags: [4, 12, 16], seeds: 3 },
      models: [1, 2, 3].flatMap((seed) =>
        [4, 12, 16].flatMap((lag) =>
          windowKinds.map((kind) => {
            const at12 = { carried, emptied, long: 0.9 }[kind] + seed / 1000;
            return { seed, kind, lag, ended: "finished" as const, accuracy: lag === 12 ? at12 : 0.6 };
          }),
        ),
      ),
    });
    assert.equal(horizon.verdict(made(0.9, 0.5), "horizon-carried").outcome, "holds");
    assert.equal(horizon.verdict(made(0.6, 0.5), "horizon-carried").outcome, "fails");
    assert.equal(horizon.verdict(made(0.9, 0.5), "horizon-emptied").outcome, "holds");
    assert.equal(horizon.verdict(made(0.9, 0.8), "horizon-emptied").outcome, "fails");
    assert.ok(Math.abs(horizon.verdict(made(0.9, 0.5), "horizon-carried").effect! - 0.152) < 1e-9);
  });
});
