import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { dynamics } from "../../../lib/experiments/2-vanilla-rnn/dynamics/claims";
import type { DynamicsModelResult, DynamicsResult } from "../../../lib/experiments/2-vanilla-rnn/dynamics/config";

const tiny = { hiddenSizes: [6, 20], radii: [0.5, 2], settle: 100, steps: 200, oscillators: 2, seeds: 2 };

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

  test("no step is slower than the theorem allows, and Wh has the norm or radius that was asked for", () => {
    for (const { approaches } of result.models) {
      assert.deepEqual(
        approaches.map(({ scaled, norm, radius }) => (scaled === "norm" ? norm : radius).toFixed(3)),
        [...["0.500", "0.700", "0.900", "0.750", "1.500"]],
      );
      for (const { norm, radius, distances } of approaches) {
        assert.ok(radius < norm && distances[0] === 1);
        if (norm < 1) for (const [t, d] of distances.entries()) assert.ok(d <= norm ** t);
      }
      assert.ok(approaches[4].distances.length === 201, "at 1.5 the runs stay apart to the end");
    }
  });

  test("networks oscillate as their eigenvalues say", () => {
    const found = result.models.flatMap(({ oscillations }) => oscillations);
    assert.equal(new Set(found.map(({ predicted }) => predicted)).size > 1, true);
    for (const { predicted, measured } of found) assert.ok(Math.abs(predicted - measured) < 0.02);
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
  const approaching = (factor: number) =>
    made((_, i) => ({
      approaches: [{ scaled: "norm", norm: 0.9, radius: 0.5, distances: [1, 0.1, 0.1 * (factor + i / 1000)] }],
    }));

  test("one step that shrinks by less than σ₁ refutes the theorem", () => {
    assert.equal(dynamics.verdict(approaching(0.5), "contraction").outcome, "holds");
    assert.equal(dynamics.verdict(approaching(0.95), "contraction").outcome, "fails");
    assert.ok(Math.abs(dynamics.verdict(approaching(0.5), "contraction").effect! - Math.log(0.9 / 0.501)) < 1e-3);
  });

  test("the exponent at 1.5 of the largest network decides about chaos", () => {
    const growing = (exponent: number) =>
      made((draw, i) => ({
        growth: draw.growth.map((one) =>
          one.hiddenSize === 20 && one.radius === 1.5
            ? { ...one, exponent: exponent + i / 1000 }
            : { ...one, exponent: 0 },
        ),
      }));
    assert.equal(dynamics.verdict(growing(0.1), "chaos").outcome, "holds");
    assert.equal(dynamics.verdict(growing(-0.1), "chaos").outcome, "fails");
    assert.ok(Math.abs(dynamics.verdict(growing(0.1), "chaos").effect! - 0.101) < 1e-12);
  });

  test("frequencies that are off by more than 0.01 on average are not those of the eigenvalues", () => {
    const off = (by: number) =>
      made((_, i) => ({ oscillations: [{ predicted: 0.2, measured: 0.2 - by - i / 10000 }] }));
    assert.equal(dynamics.verdict(off(0.001), "oscillation").outcome, "holds");
    assert.equal(dynamics.verdict(off(0.03), "oscillation").outcome, "fails");
  });

  test("a draw that was stopped does not count", () => {
    const stopped = made((_, i) => ({ ended: i < 2 ? "interrupted" : "finished" }));
    assert.equal(dynamics.verdict(stopped, "chaos").outcome, "undecided");
  });
});

test("a norm of 1 or more is refused: the theorem says nothing there", async () => {
  await assert.rejects(async () => dynamics.run({ ...tiny, norms: [0.5, 1.2] }, {}), {
    message: "norms: below 1, where the theorem speaks, expected, got 1.2",
  });
});
