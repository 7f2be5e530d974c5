import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { layerDropout } from "../../../lib/experiments/4-multilayer/layerDropout/claims";
import type { DropoutResult } from "../../../lib/experiments/4-multilayer/layerDropout/config";
import { withoutTimes } from "../../../lib/lab/withoutTimes";

const tiny = { ...layerDropout.defaults, ...layerDropout.presets.smoke };
const run = (overrides = {}) => layerDropout.run({ ...tiny, ...overrides }, {});

describe("with dropout and without", () => {
  let result: DropoutResult;
  before(async () => {
    result = await run();
  });

  test("the models of a seed differ by what is dropped alone", async () => {
    const [without, dropped] = [result.without, result.dropped].map((models) =>
      models.map(({ curve }) => curve[0].trainBits),
    );
    assert.notDeepEqual(without, dropped);
    const { without: same, dropped: hardly } = await run({ rate: 1e-9 });
    assert.deepEqual(withoutTimes(same), withoutTimes(result.without));
    hardly.forEach(({ heldOutBits }, i) => {
      assert.ok(Math.abs((heldOutBits ?? 0) - (same[i].heldOutBits ?? 0)) < 1e-3, "a rate of almost 0 drops nothing");
    });
  });

  test("another seed drops other things, of other weights", () => {
    assert.notEqual(result.dropped[0].heldOutBits, result.dropped[1].heldOutBits);
  });

  test("only the beginning of the text is learnt: what follows changes nothing", async () => {
    const shorter = await run({ trainCharacters: 300, seeds: 1 });
    assert.notDeepEqual(withoutTimes(shorter.without), withoutTimes(result.without.slice(0, 1)));
  });
});

describe("the verdict compares the end with dropout to the best without", () => {
  const made = async (curve: number[], dropped: number): Promise<DropoutResult> => {
    const { without, ...rest } = await run({ steps: 1, seeds: 1 });
    const [model] = without;
    const models = (end: number, bits: number[]) =>
      [-0.01, 0, 0.01].map((shift, i) => ({
        ...model,
        seed: i + 1,
        curve: bits.map((value) => ({ ...model.curve[0], heldOutBits: value + shift })),
        heldOutBits: end + 1.1 * shift,
      }));
    return { ...rest, without: models(curve[curve.length - 1], curve), dropped: models(dropped, [dropped]) };
  };
  const cases: [string, number[], number, string, number][] = [
    ["lower than the best: holds", [3, 2.5, 2.8], 2.4, "holds", 0.1],
    ["lower than the end only: fails", [3, 2.5, 2.8], 2.6, "fails", -0.1],
  ];
  for (const [name, curve, dropped, outcome, effect] of cases) {
    test(name, async () => {
      const verdict = layerDropout.verdict(await made(curve, dropped), "dropout-between-layers");
      assert.equal(verdict.outcome, outcome);
      assert.ok(Math.abs((verdict.effect ?? 0) - effect) < 1e-9);
    });
  }

  test("of pairs whose models both finished", async () => {
    const whole = await made([3, 2.5], 2.4);
    const stopped = (count: number): DropoutResult => ({
      ...whole,
      dropped: whole.dropped.map((model, i) => (i < count ? { ...model, ended: "interrupted" } : model)),
    });
    assert.match(layerDropout.verdict(stopped(1), "dropout-between-layers").measured, /^2 pairs/);
    assert.equal(layerDropout.verdict(stopped(2), "dropout-between-layers").outcome, "undecided");
  });
});

describe("options that make no sense are told", () => {
  const complaints: [object, RegExp][] = [
    [{ rate: 1 }, /rate: less than 1 expected, .*got 1$/],
    [{ rate: 0 }, /rate: a positive number expected, got 0$/],
    [{ layers: 1 }, /layers: at least 2 expected, .*got 1$/],
    [{ trainCharacters: 8 }, /trainCharacters: at least 9 \(a window\) expected, got 8$/],
  ];
  for (const [overrides, message] of complaints) {
    test(JSON.stringify(overrides), () => assert.rejects(async () => run(overrides), { message }));
  }
});
