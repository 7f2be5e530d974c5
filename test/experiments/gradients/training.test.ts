import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import {
  clippingPreventsDivergence,
  gradientSpikes,
  valueClippingTurns,
} from "../../../lib/experiments/5.1-exploding-and-vanishing-gradients/clipping/claims";
import {
  type ClippingModel,
  type ClippingResult,
  clippingDefaults,
  rules,
} from "../../../lib/experiments/5.1-exploding-and-vanishing-gradients/clipping/config";
import {
  clippingNoCure,
  identityHelps,
  orthogonalHelps,
} from "../../../lib/experiments/5.1-exploding-and-vanishing-gradients/longLags/claims";
import {
  type ArmName,
  type LongLagResult,
  longLagDefaults,
} from "../../../lib/experiments/5.1-exploding-and-vanishing-gradients/longLags/config";
import { longestLag } from "../../../lib/experiments/5.1-exploding-and-vanishing-gradients/longLags/run";
import { transientGrowth } from "../../../lib/experiments/5.1-exploding-and-vanishing-gradients/transient/claims";
import {
  type TransientResult,
  transientDefaults,
} from "../../../lib/experiments/5.1-exploding-and-vanishing-gradients/transient/config";

const folder = mkdtempSync(path.join(os.tmpdir(), "lab-clipping-"));
after(() => rmSync(folder, { recursive: true }));

describe("clipping in real training", () => {
  const text = path.join(folder, "text.txt");
  writeFileSync(text, "a bad cab had a fab gab; ".repeat(120));
  const tiny = {
    corpus: text,
    hiddenSize: 8,
    batchSize: 4,
    windowLength: 10,
    steps: 20,
    otherRates: [0.5],
    otherLimits: [0.01],
    seeds: 2,
  };

  test("under every rule a seed starts from the same weights and text; the looks are at true gradients", async () => {
    const { models } = await gradientSpikes.run(tiny, {});
    assert.equal(models.length, 2 * 2 * 3);
    for (const seed of [1, 2]) {
      const first = models
        .filter((model) => model.seed === seed)
        .map(({ norms, losses }) => `${norms[0]} ${losses[0]}`);
      assert.equal(new Set(first).size, 1, "the first step is before any update");
    }
    const looked = models.filter(({ turns }) => turns.length > 0);
    assert.deepEqual(
      looked.map(({ rule, rate }) => [rule, rate]),
      [
        ["norm", 1],
        ["norm", 1],
      ],
    );
    for (const { byNorm, byValue } of looked.flatMap(({ turns }) => turns)) {
      assert.ok(Math.abs(byNorm - 1) < 1e-5, "by norm nothing turns");
      assert.deepEqual(
        byValue.map(({ limit }) => limit),
        [0.03, 0.01],
      );
      assert.ok(byValue[1].cosine <= byValue[0].cosine + 1e-6 && byValue[1].cosine > 0);
    }
  });

  test("the slice starts at the loss of the step with the longest gradient, and falls as fast as the gradient is long", async () => {
    const { models } = await gradientSpikes.run({ ...tiny, seeds: 1 }, {});
    const model = models.find(({ slice }) => slice)!;
    const { step, norm, near } = model.slice!;
    const { distances, losses } = near;
    assert.equal(norm, Math.max(...model.norms.slice(1)));
    assert.equal(norm, model.norms[step - 1]);
    const zero = distances.findIndex((distance) => Math.abs(distance) < 1e-9);
    assert.ok(Math.abs(losses[zero] - model.losses[step - 1]) < 1e-5);
    const slope = (losses[zero + 1] - losses[zero - 1]) / (distances[zero + 1] - distances[zero - 1]);
    assert.ok(Math.abs(slope + norm) < 0.1 * norm, `${slope}, ${-norm} expected`);
  });

  /** Three seeds at one rate: what each rule ends at, and the norms and angle of the one that clips by norm. */
  function made({ none = 2, norm = 2, norms = [1, 1, 1], cosine = 1 }): ClippingResult {
    const model = (seed: number, rule: (typeof rules)[number]): ClippingModel => ({
      ...{ rule, seed, rate: 1, ended: "finished", slice: null },
      losses: Array(8).fill(rule === "none" ? none : norm),
      norms,
      turns: [{ norm: 2, byNorm: 1, byValue: [{ limit: clippingDefaults.clipValue, cosine: cosine - seed * 1e-9 }] }],
    });
    const models = [1, 2, 3].flatMap((seed) => rules.map((rule) => model(seed, rule)));
    return { config: clippingDefaults, corpus: "text", frequencies: 3, models };
  }

  test("the verdicts follow the numbers, whichever way they point", () => {
    const lost = (none: number, norm: number) => clippingPreventsDivergence.verdict(made({ none, norm })).outcome;
    assert.deepEqual([lost(4, 2), lost(2, 4), lost(2, 2)], ["holds", "fails", "undecided"]);
    const tail = (longest: number) => gradientSpikes.verdict(made({ norms: [1, 1, longest] })).outcome;
    assert.deepEqual([tail(50), tail(5)], ["holds", "fails"]);
    const turned = (cosine: number) => valueClippingTurns.verdict(made({ cosine })).outcome;
    assert.deepEqual([turned(0.8), turned(0.9999)], ["holds", "fails"]);
  });

  test("a model that diverged is lost; a seed with an interrupted one is left out", () => {
    const { models, ...rest } = made({});
    const ending = (ended: "diverged" | "interrupted") =>
      clippingPreventsDivergence.verdict({
        ...rest,
        models: models.map((m) => (m.rule === "none" && m.seed < 3 ? { ...m, ended } : m)),
      });
    assert.ok(Math.abs(ending("diverged").effect! - 2 / 3) < 1e-9);
    assert.equal(ending("interrupted").outcome, "undecided");
  });
});

describe("long lags", () => {
  test("a lag is tried only after the shorter was learnt, and what is learnt is told with its step", async () => {
    const result = await identityHelps.run(
      { arms: ["irnn"], lags: [6, 80], hiddenSize: 16, steps: 120, learningRate: 0.01, seeds: 1 },
      {},
    );
    const [{ attempts, atStart }] = result.models;
    assert.deepEqual(
      attempts.map(({ lag, ended }) => [lag, ended]),
      [
        [6, "learnt"],
        [80, "not learnt"],
      ],
    );
    assert.ok(attempts[0].learntAt! < 120 && attempts[0].share! < 0.05 && attempts[1].share! > 0.5);
    assert.equal(atStart.length, 81);
    assert.equal(longestLag(result.models[0]), 6);
    const hopeless = await identityHelps.run({ arms: ["rnn"], lags: [60, 80], steps: 10, seeds: 1 }, {});
    assert.deepEqual(
      hopeless.models[0].attempts.map(({ lag }) => lag),
      [60],
    );
  });

  /** Three seeds, each arm with the number of lags that it learns. */
  function made(learnt: Partial<Record<ArmName, number>>): LongLagResult {
    const names = Object.keys(learnt) as ArmName[];
    const config = { ...longLagDefaults, arms: names, tasks: ["temporalOrder" as const], seeds: 3 };
    const models = names.flatMap((arm) =>
      [1, 2, 3].map((seed) => ({
        ...{ task: "temporalOrder" as const, arm, seed, atStart: [0] },
        attempts: config.lags.slice(0, learnt[arm]! + 1).map((lag, i) => {
          const done = i < learnt[arm]!;
          return {
            lag,
            learntAt: done ? 9 : null,
            share: 0,
            ended: done ? ("learnt" as const) : ("not learnt" as const),
          };
        }),
      })),
    );
    return { config, models };
  }

  test("the verdicts follow the lags learnt, whichever way they point", () => {
    assert.equal(clippingNoCure.verdict(made({ rnn: 2, rnnUnclipped: 2 })).outcome, "holds");
    assert.equal(clippingNoCure.verdict(made({ rnn: 3, rnnUnclipped: 2 })).outcome, "fails");
    assert.equal(orthogonalHelps.verdict(made({ rnn: 2, orthogonal: 3 })).outcome, "holds");
    assert.equal(orthogonalHelps.verdict(made({ rnn: 2, orthogonal: 2 })).outcome, "undecided");
    assert.equal(identityHelps.verdict(made({ rnn: 2, irnn: 1 })).outcome, "fails");
    assert.equal(
      identityHelps.verdict(made({ rnn: 2 })).outcome,
      "undecided",
      "without the arm there is nothing to judge",
    );
  });

  const complaints: [object, RegExp][] = [
    [{ tasks: ["sorting"] }, /tasks: some of temporalOrder, adding, copyMemory expected, got \["sorting"\]$/],
    [{ arms: ["rnn", "rmn"] }, /arms: some of rnn, .* expected, got \["rnn","rmn"\]$/],
    [{ lags: [20, 10] }, /lags: numbers from 4 on, each above the one before, expected, got 20,10$/],
  ];
  for (const [overrides, message] of complaints) {
    test(`told: ${JSON.stringify(overrides)}`, () =>
      assert.rejects(async () => identityHelps.run(overrides, {}), { message }));
  }
});

test("growth before decay: the verdict needs both", () => {
  const made = (decades: number[]): TransientResult => ({
    config: { ...transientDefaults, sigmas: [3] },
    networks: [-0.01, 0, 0.01].map((shift, i) => ({
      seed: i,
      transients: [{ sigma: 3, most: [1], linear: decades.map((value) => value + shift), tanh: [] }],
    })),
  });
  assert.equal(transientGrowth.verdict(made([0, 0.8, 0.2, -1])).outcome, "holds");
  assert.equal(transientGrowth.verdict(made([0, 0.8, 0.9, 1])).outcome, "fails", "it never decays");
  assert.equal(transientGrowth.verdict(made([-0.1, -0.5, -2, -3])).outcome, "fails", "it never grows");
});

test("a spectral radius of 1 or more, or a σ below it, is told", async () => {
  await assert.rejects(
    async () => transientGrowth.run({ spectralRadius: 1.2 }, {}),
    /spectralRadius: below 1 expected, got 1.2$/,
  );
  await assert.rejects(
    async () => transientGrowth.run({ sigmas: [0.5] }, {}),
    /sigmas: at least the spectral radius 0.9 expected, got 0.5$/,
  );
});
