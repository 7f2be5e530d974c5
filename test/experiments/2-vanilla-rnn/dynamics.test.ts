import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { dynamics } from "../../../lib/experiments/2-vanilla-rnn/dynamics/claims";
import type { DynamicsModelResult, DynamicsResult } from "../../../lib/experiments/2-vanilla-rnn/dynamics/config";

const tiny = { hiddenSizes: [6, 20], radii: [0.5, 2], settle: 100, steps: 200, seeds: 2 };

describe("a run", () => {
  let result: DynamicsResult;
  before(async () => {
    result = await dynamics.run(tiny, {});
  });

  test("has every size at every radius, also at those that the claim compares", () => {
    for (const { growth } of result.models) {
      assert.deepEqual(
        growth.map(({ hiddenSize, radius }) => [hiddenSize, radius]),
        [6, 20].flatMap((size) => [0.5, 0.75, 1.5, 2].map((radius) => [size, radius])),
      );
    }
  });

  test("below 1 the exponent is ln ρ and no unit is saturated: the state has died", () => {
    for (const { radius, exponent, saturated } of result.models.flatMap(({ growth }) => growth)) {
      if (radius < 1)
        assert.ok(Math.abs(exponent - Math.log(radius)) < 0.03 && saturated === 0, `${radius}: ${exponent}`);
    }
  });

  test("portraits are drawn once: the same units at four scales, from stillness to saturation", () => {
    const [{ portraits }, other] = result.models;
    assert.equal(other.portraits.length, 0);
    const sizes = portraits.map(({ units }) =>
      units.flatMap((unit) => unit.slice(-20)).reduce((sum, h) => sum + h * h, 0),
    );
    assert.ok(
      sizes.every((size, i) => i === 0 || size > 1.2 * sizes[i - 1]),
      String(sizes),
    );
  });
});

describe("the verdicts follow the numbers, whichever way they point", () => {
  let whole: DynamicsResult;
  before(async () => {
    whole = await dynamics.run({ ...tiny, seeds: 1 }, {});
  });
  /** Three draws, each changed in its own way. */
  const made = (change: (draw: DynamicsModelResult, i: number) => Partial<DynamicsModelResult>): DynamicsResult => ({
    ...whole,
    models: [0, 1, 2].map((i) => ({ ...whole.models[0], ...change(whole.models[0], i) })),
  });

  test("the exponents of the largest network decide about chaos: above 0 at 1.5, and below it at 0.75", () => {
    const growing = (above: number, below = -0.3) =>
      made((draw, i) => ({
        growth: draw.growth.map((one) => ({
          ...one,
          exponent: one.hiddenSize !== 20 ? 0 : (one.radius === 1.5 ? above : below) + i / 1000,
        })),
      }));
    const verdict = (...exponents: Parameters<typeof growing>) => dynamics.verdict(growing(...exponents), "chaos");
    assert.deepEqual(
      [verdict(0.1), verdict(-0.1), verdict(0.1, 0.1)].map(({ outcome }) => outcome),
      ["holds", "fails", "fails"],
    );
    assert.ok(Math.abs(verdict(0.1).effect! - 0.101) < 1e-12);
  });

  test("a draw that was stopped does not count", () => {
    const stopped = made((_, i) => ({ ended: i < 2 ? "interrupted" : "finished" }));
    assert.equal(dynamics.verdict(stopped, "chaos").outcome, "undecided");
  });
});
