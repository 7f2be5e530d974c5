import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { clipping } from "../../../lib/experiments/5.1-exploding-and-vanishing-gradients/clipping/claims";
import {
  type ClippingModel,
  type ClippingResult,
  clippingDefaults,
  rules,
} from "../../../lib/experiments/5.1-exploding-and-vanishing-gradients/clipping/config";

const folder = mkdtempSync(path.join(os.tmpdir(), "lab-clipping-"));
after(() => rmSync(folder, { recursive: true }));
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
  const { models } = await clipping.run(tiny, {});
  assert.equal(models.length, 2 * (2 + 2) * 3, "two rates, the default gain, and Adam");
  for (const seed of [1, 2]) {
    const first = models
      .filter((model) => model.seed === seed && model.gain === 2)
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
  const { models } = await clipping.run({ ...tiny, seeds: 1 }, {});
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

/** Ten seeds at one rate: what each rule ends at, and the norms and angle of the one that clips by norm. */
function made({ none = 2, norm = 2, norms = [1, 1, 1], cosine = 1 }): ClippingResult {
  const model = (seed: number, rule: (typeof rules)[number]): ClippingModel => ({
    ...{ rule, seed, rate: 1, gain: 2, optimizer: "sgd", ended: "finished", slice: null },
    losses: Array(8).fill(rule === "none" ? none : norm),
    norms,
    turns: [{ norm: 2, byNorm: 1, byValue: [{ limit: clippingDefaults.clipValue, cosine: cosine - seed * 1e-9 }] }],
  });
  const models = Array.from({ length: 10 }, (_, i) => i + 1).flatMap((seed) => rules.map((rule) => model(seed, rule)));
  return { config: clippingDefaults, corpus: "text", frequencies: 3, models };
}

test("the verdicts follow the numbers, whichever way they point", () => {
  const lost = (none: number, norm: number) =>
    clipping.verdict(made({ none, norm }), "clipping-prevents-divergence").outcome;
  assert.deepEqual([lost(4, 2), lost(2, 4), lost(2, 2)], ["holds", "fails", "undecided"]);
  const tail = (longest: number) => clipping.verdict(made({ norms: [1, 1, longest] }), "gradient-spikes").outcome;
  assert.deepEqual([tail(50), tail(5)], ["holds", "fails"]);
  const turned = (cosine: number) => clipping.verdict(made({ cosine }), "value-clipping-turns").outcome;
  assert.deepEqual([turned(0.8), turned(0.9999)], ["holds", "fails"]);
});

test("a model that diverged is lost; a seed with an interrupted one is left out", () => {
  const { models, ...rest } = made({});
  const ending = (ended: "diverged" | "interrupted") =>
    clipping.verdict(
      {
        ...rest,
        models: models.map((m) => (m.rule === "none" && m.seed < 3 ? { ...m, ended } : m)),
      },
      "clipping-prevents-divergence",
    );
  assert.ok(Math.abs(ending("diverged").effect! - 2 / 10) < 1e-9);
  assert.match(ending("interrupted").measured, /^of 8 seeds/);
});
