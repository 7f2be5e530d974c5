import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { depth } from "../../../lib/experiments/4-multilayer/depth/claims";
import type { DepthResult, Regime } from "../../../lib/experiments/4-multilayer/depth/config";
import { armsIn } from "../../../lib/experiments/4-multilayer/depth/gains";
import type { RunContext } from "../../../lib/lab/session";
import { withoutTimes } from "../../../lib/lab/withoutTimes";

const folder = mkdtempSync(path.join(os.tmpdir(), "lab-depth-"));
after(() => rmSync(folder, { recursive: true }));
const texts = ["a bad cab had a fab gab; ", "no one goes on so long; "].map((sentence, i) => {
  const file = path.join(folder, `text-${i}`);
  writeFileSync(file, sentence.repeat(120));
  return file;
});

const tiny = {
  corpora: texts,
  depths: [1, 2, 3],
  hiddenSize: 12,
  batchSize: 4,
  windowLength: 8,
  heldOutWindows: 3,
  steps: 6,
  evaluateEvery: 3,
  seeds: 2,
  learningRates: [0.01],
};
const run = (overrides = {}, context: RunContext = {}) => depth.run({ ...tiny, ...overrides }, context);
const both: Regime[] = ["equal hidden size", "equal parameters"];

describe("a run on two texts", () => {
  let result: DepthResult;
  before(async () => {
    result = await run();
  });

  test("has an arm for every depth, text and regime, and one layer only once a text", () => {
    assert.equal(result.arms.length, 2 * (1 + 2 + 2));
    for (const regime of both) {
      for (const name of texts) {
        const arms = armsIn(result, regime, name);
        assert.deepEqual(
          arms.map(({ layers }) => layers),
          [1, 2, 3],
        );
        assert.deepEqual(arms[0].regimes, both);
      }
    }
  });

  test("keeps the hidden size, or the parameters nearly", () => {
    const [hidden, parameters] = both.map((regime) => armsIn(result, regime, texts[0]));
    assert.deepEqual(
      hidden.map(({ hiddenSize }) => hiddenSize),
      [12, 12, 12],
    );
    for (const arm of parameters) assert.ok(Math.abs(arm.parameters / parameters[0].parameters - 1) < 0.1);
    assert.ok(hidden[2].parameters > 2 * hidden[0].parameters);
  });

  test("trains every seed, and measures the gradient of every layer before and after", () => {
    for (const { layers, models } of result.arms) {
      assert.deepEqual(
        models.map(({ seed, ended, curve }) => [seed, ended, curve.map(({ step }) => step)]),
        [1, 2].map((seed) => [seed, "finished", [3, 6]]),
      );
      for (const { fresh, trained, heldOutBits, curve } of models) {
        assert.equal(fresh?.length, layers);
        assert.equal(trained?.length, layers);
        assert.notDeepEqual(fresh, trained);
        assert.equal(heldOutBits, curve[1].heldOutBits);
      }
      assert.notDeepEqual(models[0].fresh, models[1].fresh);
    }
  });

  test("pairs the depths: a seed is the same without the others", async () => {
    const alone = await run({ corpora: texts.slice(0, 1), regimes: ["equal parameters"], seeds: 1 });
    const known = armsIn(result, "equal parameters", texts[0]).map(({ models }) => withoutTimes(models.slice(0, 1)));
    assert.deepEqual(
      alone.arms.map(({ models }) => withoutTimes(models)),
      known,
    );
  });

  test("stopped and run again it ends as if it had never been stopped", async () => {
    const keep = path.join(folder, "kept");
    const controller = new AbortController();
    let told = 0;
    const stop = () => void (++told === 10 && controller.abort());
    const stopped = await run({}, { keep, signal: controller.signal, progress: stop });
    assert.ok(stopped.arms.flatMap(({ models }) => models).length < 4);
    assert.deepEqual(withoutTimes(await run({}, { keep })), withoutTimes(result));
  });
});

describe("the verdicts follow the numbers, whichever way they point", () => {
  let untrained: DepthResult;
  before(async () => {
    untrained = await run({ steps: 1, evaluateEvery: 1, seeds: 1 });
  });

  const around = (bits: number) => ({ heldOutBits: bits, heldOutBlocks: [bits - 0.001, bits, bits + 0.001] });
  /** Bits of 1, 2, 3 layers at equal hidden size and at equal parameters, of three seeds around them. */
  const made = (hidden: number[], parameters: number[], last = hidden): DepthResult => {
    const { arms, ...rest } = untrained;
    const level = ({ layers, regimes, corpus }: DepthResult["arms"][0]) => {
      const levels = regimes.includes("equal hidden size") ? (corpus === texts[1] ? last : hidden) : parameters;
      return levels[layers - 1];
    };
    const models = (arm: DepthResult["arms"][0]) =>
      [-0.01, 0, 0.01].map((shift, i) => ({
        ...arm.models[0],
        seed: i + 1,
        ...around(level(arm) + shift * (1 + 0.1 * arm.layers)),
      }));
    return { ...rest, arms: arms.map((arm) => ({ ...arm, models: models(arm) })) };
  };
  const outcomes = (result: DepthResult) => [
    depth.verdict(result, "enough-layers").outcome,
    depth.verdict(result, "five-hardly-better").outcome,
    depth.verdict(result, "depth-not-weights").outcome,
  ];

  test("two layers better than one, and three as good as two: enough", () => {
    assert.deepEqual(outcomes(made([3, 2.5, 2.5], [3, 2.8, 2.9])), ["holds", "holds", "holds"]);
  });

  test("three layers better or worse by more than the margin: not as good; by less: as good", () => {
    const { outcome, effect, interval } = depth.verdict(made([3, 2.5, 2.3], [3, 3, 3]), "five-hardly-better");
    assert.equal(outcome, "fails");
    assert.ok(Math.abs((effect ?? 0) - 0.2) < 1e-9, "what three layers save");
    assert.ok(interval && interval[0] < 0.2 && interval[1] > 0.2);
    assert.equal(outcomes(made([3, 2.5, 2.49], [3, 3, 3]))[1], "holds");
    assert.equal(outcomes(made([3, 2.5, 2.7], [3, 3, 3]))[1], "fails");
  });

  test("one layer better than two: fails, at equal hidden size and at equal parameters each for itself", () => {
    assert.deepEqual(outcomes(made([3, 3.5, 3.5], [3, 2.8, 2.9])), ["fails", "holds", "holds"]);
    assert.deepEqual(outcomes(made([3, 2.5, 2.5], [3, 3.2, 3.3])), ["holds", "holds", "fails"]);
  });

  test("on one of the texts alone is not enough", () => {
    const result = made([3, 2.5, 2.6], [3, 2.8, 2.9], [3, 3.1, 3.2]);
    const { outcome, measured, effect } = depth.verdict(result, "enough-layers");
    assert.equal(outcome, "fails");
    assert.ok(effect !== null && effect < 0);
    assert.match(measured, /weakest: .*text-1\.$/);
  });

  test("models that were stopped are left out of every depth, and fewer than two seeds, or one that diverged, decide nothing", () => {
    const whole = made([3, 2.5, 2.6], [3, 2.8, 2.9]);
    const ending = (ended: "interrupted" | "diverged", count: number): DepthResult => ({
      ...whole,
      arms: whole.arms.map((arm) =>
        arm.layers === 2
          ? {
              ...arm,
              models: arm.models.map((m, i) => (i < count ? { ...m, ended, heldOutBits: null } : m)),
            }
          : arm,
      ),
    });
    assert.match(depth.verdict(ending("interrupted", 1), "enough-layers").measured, /text-0, 2 seeds of/);
    assert.equal(depth.verdict(ending("interrupted", 2), "enough-layers").outcome, "undecided");
    const { outcome, measured } = depth.verdict(ending("diverged", 1), "enough-layers");
    assert.deepEqual([outcome, measured], ["undecided", "Something is missing: a model of seed 1 diverged."]);
  });
});

test("pilots choose the rate of each arm; what is added at equal hidden size is at every other depth", async () => {
  const { arms, tried } = await run({
    ...{ corpora: texts.slice(0, 1), learningRates: [1e-9, 0.02], seeds: 1 },
    regimes: ["equal hidden size", "residual", "residual and layer norm"],
  });
  assert.deepEqual(
    arms.map(({ layers, regimes, learningRate }) => [layers, regimes.length, learningRate]),
    [
      [1, 3, 0.02],
      [2, 1, 0.02],
      [3, 1, 0.02],
      [3, 1, 0.02],
      [3, 1, 0.02],
    ],
  );
  assert.equal(tried.length, 10);
  const bits = arms.slice(2).map(({ models }) => models[0].heldOutBits);
  assert.equal(new Set(bits).size, 3, "they are different networks");
});

test("training that diverges has figures, a table and an open verdict", async () => {
  const result = await run({ learningRates: [1e38], corpora: texts.slice(0, 1) });
  assert.deepEqual(JSON.parse(JSON.stringify(result)), result, "plain JSON: no NaN");
  assert.equal(depth.verdict(result, "enough-layers").outcome, "undecided");
  for (const figure of Object.values(depth.figures)) assert.ok(figure(result).alt);
  assert.equal(depth.tables.depths(result).rows.length, 6);
});

describe("options that make no sense are told", () => {
  const rising = /depths: at least three, rising from 1, expected, got/;
  const complaints: [object, RegExp][] = [
    [{ depths: [1, 2] }, rising],
    [{ depths: [2, 3, 4] }, rising],
    [{ depths: [1, 3, 2] }, rising],
    [{ depths: [1, 2.5, 3] }, /depths: a list of positive whole numbers expected/],
    [
      { regimes: ["equal time"] },
      /regimes: some of equal hidden size, equal parameters, residual, residual and layer norm expected, got \["equal time"\]$/,
    ],
    [{ cell: "lstn" }, /cell: vanilla, lstm, gru expected, got "lstn"$/],
  ];
  for (const [overrides, message] of complaints) {
    test(JSON.stringify(overrides), () => assert.rejects(() => run(overrides), { message }));
  }
});
