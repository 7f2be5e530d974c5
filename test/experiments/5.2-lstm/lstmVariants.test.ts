import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { lstmVariants } from "../../../lib/experiments/5.2-lstm/lstmVariants/claims";
import { armNames, type VariantName, type VariantsResult } from "../../../lib/experiments/5.2-lstm/lstmVariants/config";
import { withoutTimes } from "../../../lib/lab/withoutTimes";

const tiny = { ...lstmVariants.defaults, ...lstmVariants.presets.smoke };
const run = (overrides = {}) => lstmVariants.run({ ...tiny, ...overrides }, {});
const near = (a: number | null, b: number) => assert.ok(Math.abs((a ?? NaN) - b) < 1e-9, `${a} expected ${b}`);

let real: VariantsResult;
before(async () => {
  real = await run();
});

describe("the cells", () => {
  test("are trained for as many steps, of as many units, and no two of them predict alike", () => {
    const bits = real.arms.map(({ models }) => models[0].heldOutBits);
    assert.deepEqual(
      real.arms.map(({ name }) => name),
      armNames,
    );
    assert.equal(new Set(bits).size, armNames.length);
  });

  test("have the weights of their gates: a gate less than the LSTM's four is a quarter less, peepholes are 3 H more", () => {
    const { hiddenSize: H } = real.config;
    const V = 2 ** real.chance;
    const of = (name: VariantName) => real.arms.find((arm) => arm.name === name)!.parameters - (H + 1) * V;
    const gate = H * (V + H + 1);
    for (const name of armNames) {
      const fewer = ["coupled gates", "no input gate", "no forget gate", "no output gate", "GRU"].includes(name);
      const expected = name === "MGU" ? 2 * gate : (fewer ? 3 : 4) * gate;
      near(of(name) / H, (expected + (name === "peepholes" ? 3 * H : 0)) / H);
    }
  });

  test("learn each at the rate that its pilot did best with; seeds differ", async () => {
    const { tried, arms } = await run({ learningRates: [0.001, 0.05], steps: 8, seeds: 2 });
    for (const { name, learningRate, models } of arms) {
      const own = tried.filter(({ arm }) => arm === name);
      assert.equal(own.length, 2);
      const best = own.reduce((a, b) => ((b.bits ?? Infinity) < (a.bits ?? Infinity) ? b : a));
      assert.equal(learningRate, best.rate);
      assert.notEqual(models[0].heldOutBits, models[1].heldOutBits);
    }
  });

  test("of another width of seeds are the same: no model depends on those beside it", async () => {
    const one = await run({ seeds: 1 });
    const firsts = real.arms.map(({ models, ...arm }) => ({ ...arm, models: models.slice(0, 1) }));
    assert.deepEqual(withoutTimes(one.arms), withoutTimes(firsts));
  });
});

/** Eight seeds a little apart, each cell so many bits above the LSTM's 2. */
function made(above: Partial<Record<VariantName, number>>): VariantsResult {
  const arms = real.arms.map((arm) => ({
    ...arm,
    models: Array.from({ length: 8 }, (_, i) => {
      const noise = arm.name === "LSTM" || arm.name === "GRU" ? 0 : (i - 3.5) / 1000;
      const bits = 2 + (above[arm.name] ?? 0) + noise;
      return { ...arm.models[0], seed: i + 1, heldOutBits: bits, heldOutBlocks: [bits - 0.01, bits, bits + 0.01] };
    }),
  }));
  return { ...real, chance: 6, arms };
}

const changed = (result: VariantsResult, name: VariantName, change: object): VariantsResult => ({
  ...result,
  arms: result.arms.map((arm) =>
    arm.name === name ? { ...arm, models: arm.models.map((model) => ({ ...model, ...change })) } : arm,
  ),
});

describe("the verdicts follow the numbers, whichever way they point", () => {
  type Name = keyof typeof lstmVariants.claims;
  const cases: [Name, Partial<Record<VariantName, number>>, string, number][] = [
    ["critical-parts", { "no forget gate": 0.2, "no output activation": 0.1 }, "holds", 0.1],
    ["critical-parts", { "no forget gate": 0.2, "no output activation": -0.1 }, "fails", -0.1],
    ["critical-parts", { "no forget gate": -0.2, "no output activation": 0.1 }, "fails", -0.2],
    ["critical-parts", { "no forget gate": 0.2 }, "undecided", 0],
    ["simpler-as-good", { "coupled gates": 0.05, peepholes: -0.05 }, "holds", 0.05],
    ["simpler-as-good", { "coupled gates": 0.05, peepholes: 0.1 }, "fails", 0.1],
    ["simpler-as-good", { "coupled gates": -0.1, peepholes: 0.05 }, "fails", -0.1],
    ["simpler-as-good", { "coupled gates": 0.074, peepholes: 0 }, "undecided", 0.074],
    ["open-forget-gate", { "forget bias 0": 0.05 }, "holds", 0.05],
    ["open-forget-gate", { "forget bias 0": -0.05 }, "fails", -0.05],
    ["one-gate", { MGU: 0.25, GRU: 0.2 }, "holds", 0.05],
    ["one-gate", { MGU: 0.1 }, "fails", 0.1],
  ];
  for (const [claim, above, outcome, effect] of cases) {
    test(`${claim}: ${JSON.stringify(above)} ${outcome}`, () => {
      const verdict = lstmVariants.verdict(made(above), claim);
      assert.equal(verdict.outcome, outcome);
      near(verdict.effect, effect);
      assert.equal(verdict.effects?.length, 8);
    });
  }

  test("what diverged, and what is worse than chance, counts as chance", () => {
    const parts = { "no forget gate": 0.2, "no output activation": 100 };
    const worse = lstmVariants.verdict(made(parts), "critical-parts");
    assert.equal(worse.outcome, "holds");
    const lost = { ended: "diverged", heldOutBits: null, heldOutBlocks: null };
    const both = changed(changed(made({}), "no forget gate", lost), "no output activation", lost);
    near(lstmVariants.verdict(both, "critical-parts").effect, 4);
    assert.equal(lstmVariants.verdict(changed(made({}), "peepholes", lost), "simpler-as-good").outcome, "fails");
  });

  test("where the LSTM itself diverged, or a cell was stopped, nothing is judged", () => {
    const parts = { "no forget gate": 0.2, "no output activation": 0.2 };
    const stopped = changed(made(parts), "no forget gate", {
      ended: "interrupted",
      heldOutBits: null,
      heldOutBlocks: null,
    });
    assert.equal(lstmVariants.verdict(stopped, "critical-parts").outcome, "undecided");
    const verdict = lstmVariants.verdict(changed(made(parts), "LSTM", { ended: "diverged" }), "critical-parts");
    assert.equal(verdict.outcome, "undecided");
    assert.match(verdict.measured, /diverged/);
  });
});

test("the figure has a row for each cell but the LSTM, which is its line, and every seed of each", () => {
  const { data, layout } = lstmVariants.figures.bits(made({ GRU: 0.1 }));
  const [rings, means] = data as { x: number[]; y: string[] }[];
  assert.deepEqual(means.y, armNames.slice(1));
  assert.equal(rings.x.length, 8 * (armNames.length - 1));
  near(means.x[means.y.indexOf("GRU")], 2.1);
  const lines = (layout.shapes as { type: string; x0: number }[]).filter(({ type }) => type === "line");
  assert.deepEqual(
    lines.map(({ x0 }) => x0),
    [2],
  );
});
