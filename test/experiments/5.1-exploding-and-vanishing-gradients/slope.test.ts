import assert from "node:assert/strict";
import { test } from "node:test";
import { singularValues } from "../../../lib/analysis/spectrum";
import { seed } from "../../../lib/core/random";
import { slope } from "../../../lib/experiments/5.1-exploding-and-vanishing-gradients/slope/claims";
import {
  type SlopeResult,
  slopeDefaults,
  type WayBack,
} from "../../../lib/experiments/5.1-exploding-and-vanishing-gradients/slope/config";
import { withSigma } from "../../../lib/experiments/5.1-exploding-and-vanishing-gradients/slope/job";

test("matrices of both kinds have the largest singular value that is asked for", () => {
  for (const kind of ["normal", "orthogonal"] as const) {
    const all = singularValues(withSigma(seed(1), { kind, size: 12, sigma: 1.7 }));
    assert.ok(Math.abs(all[0] - 1.7) < 1e-5);
    assert.equal(all[11] > 1.69, kind === "orthogonal");
  }
});

/** Three networks whose slopes are `slopeOf(way)`, as straight lines. */
function made(slopeOf: (way: Pick<WayBack, "sigma" | "kind" | "activation">) => number): SlopeResult {
  const sigmas = [0.8, 1.2];
  const way = (about: Pick<WayBack, "sigma" | "kind" | "activation">, shift: number): WayBack => {
    const own = slopeOf(about) + shift;
    const decades = Array.from({ length: 11 }, (_, k) => k * own);
    return { ...about, decades, slope: own, predicted: Math.log10(about.sigma) };
  };
  const networks = [-1e-6, 0, 1e-6].map((shift, i) => ({
    seed: i + 1,
    ways: sigmas.flatMap((sigma) =>
      (["orthogonal", "normal"] as const).flatMap((kind) =>
        (["linear", "tanh"] as const).map((activation) => way({ sigma, kind, activation }, shift)),
      ),
    ),
  }));
  return { config: { ...slopeDefaults, sigmas }, networks };
}

test("the verdicts follow the slopes, whichever way they point", () => {
  const claims = [
    ...(["gradient-is-a-power", "vanishes-below-one", "explodes-above-one"] as const),
    ...(["tanh-slope", "tanh-lowers-slope"] as const),
  ];
  const outcomes = (result: SlopeResult) => claims.map((claim) => slope.verdict(result, claim).outcome);
  const log = ({ sigma }: Pick<WayBack, "sigma">) => Math.log10(sigma);
  assert.deepEqual(outcomes(made(log)), ["holds", "holds", "holds", "holds", "undecided"], "all as in a linear RNN");
  const tamed = made((way) => log(way) - (way.activation === "tanh" ? 0.05 : 0));
  assert.deepEqual(outcomes(tamed), ["holds", "holds", "holds", "fails", "holds"]);
  assert.deepEqual(outcomes(made((way) => -log(way))), ["fails", "fails", "fails", "fails", "fails"], "turned round");
  const steeper = made((way) => 2 * log(way));
  assert.equal(slope.verdict(steeper, "gradient-is-a-power").outcome, "fails");
});

test("measured, and not put in: twice the input leaves the linear slope and lowers that of tanh", async () => {
  const run = (inputScale: number) =>
    slope.run({ sigmas: [0.9], hiddenSize: 24, lags: 12, sequences: 2, seeds: 2, inputScale }, {});
  const [weak, strong] = [await run(0.3), await run(0.9)];
  const slopes = ({ networks }: SlopeResult, activation: string) =>
    networks.map(({ ways }) => ways.find((way) => way.kind === "orthogonal" && way.activation === activation)!.slope);
  slopes(weak, "linear").forEach((own, i) => {
    assert.ok(Math.abs(own - Math.log10(0.9)) < 1e-4);
    assert.ok(Math.abs(slopes(strong, "linear")[i] - own) < 1e-4);
    assert.ok(slopes(strong, "tanh")[i] < slopes(weak, "tanh")[i] - 0.03);
  });
});
