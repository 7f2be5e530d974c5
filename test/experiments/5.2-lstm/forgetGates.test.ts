import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { spectralRadius } from "../../../lib/analysis/spectrum";
import { seed } from "../../../lib/core/random";
import { scoped } from "../../../lib/core/scoped";
import { tf } from "../../../lib/core/tf";
import { corpus } from "../../../lib/data/text";
import { forgetGates } from "../../../lib/experiments/5.2-lstm/forgetGates/claims";
import {
  type CellMeasures,
  type LstmConfig,
  type LstmModelResult,
  type LstmResult,
  type Variant,
  variants,
} from "../../../lib/experiments/5.2-lstm/forgetGates/config";
import { cellOfVariant } from "../../../lib/experiments/5.2-lstm/forgetGates/job";
import { carriedAlone, measure } from "../../../lib/experiments/5.2-lstm/forgetGates/measure";
import { charLm } from "../../../lib/models/charLm";

const tiny: LstmConfig = {
  ...forgetGates.defaults,
  ...forgetGates.presets.smoke,
  steps: 2,
  evaluateEvery: 1,
  measuredAt: [1],
};
const near = (a: number, b: number, within: number) => assert.ok(Math.abs(a - b) < within, `${a} expected ${b}`);

describe("what is measured of a network", () => {
  const text = corpus(tiny.corpus, tiny);
  const job = { ...tiny, seed: 1, passages: 3, learningRate: 0.01 };
  type Change = (name: string, weights: tf.Tensor) => tf.Tensor;
  const of = (variant: Variant, change: Change = (_, weights) => weights) =>
    scoped(() => {
      const cell = cellOfVariant(variant, text.vocabulary.size, tiny.hiddenSize);
      const fresh = charLm(cell).init(seed(5));
      const params = Object.fromEntries(Object.entries(fresh).map(([name, tensor]) => [name, change(name, tensor)]));
      return measure({ ...job, variant }, text, { cell, params });
    });

  test("has a gradient for every lag, from 1 on; cell states are the LSTM's alone", () => {
    for (const variant of variants) {
      const { gradient, cell } = of(variant);
      assert.equal(gradient.length, tiny.lag + 1);
      assert.equal(gradient[0], 0);
      assert.equal(cell !== null, variant.startsWith("LSTM"));
    }
  });

  test("without recurrent and input weights, f is σ(b): the gradient falls by it at each step, exactly", () => {
    for (const [variant, f] of [
      ["LSTM, bias 0", 0.5],
      ["LSTM, bias 1", 1 / (1 + Math.exp(-1))],
    ] as const) {
      const { cell } = of(variant, (name, weights) =>
        name === "Wh" || name === "Wx" ? tf.zerosLike(weights) : weights,
      );
      const { gradient, carried, predicted, products, units } = cell as CellMeasures;
      near(predicted, f, 1e-6);
      for (const curve of [gradient, carried])
        for (const [i, log] of curve.entries()) near(log, i * Math.log10(f), 1e-5);
      near(products.terms.carry, f * Math.sqrt(tiny.hiddenSize), 1e-5);
      assert.deepEqual([products.terms.forget, products.terms.input, products.terms.candidate], [0, 0, 0]);
      for (const { spread, decayTime, saturation } of units) {
        near(spread, 0, 1e-6);
        near(decayTime, -1 / Math.log(f), 1e-4);
        assert.deepEqual(saturation.f, { shut: 0, open: 0 });
      }
    }
  });

  test("without input weights and from an empty state f + ρ is σ(b) and a quarter of the candidate's radius", () => {
    const scale = 1e-3; // so that the gates stay where they start
    const { predicted } = of("LSTM, bias 2", (name, weights) =>
      name === "Wh" ? weights.mul(scale) : name === "Wx" ? tf.zerosLike(weights) : weights,
    ).cell!;
    const radius = scoped(() => {
      const H = tiny.hiddenSize;
      const cell = cellOfVariant("LSTM, bias 2", text.vocabulary.size, H);
      return spectralRadius(
        charLm(cell)
          .init(seed(5))
          .Wh.slice([0, 3 * H], [H, H]) as tf.Tensor2D,
      );
    });
    near(predicted, 1 / (1 + Math.exp(-2)) + 0.25 * scale * radius, 1e-6);
  });

  test("one step's product is autodiff's, of several it is not", () => {
    const { products } = of("LSTM, bias 2").cell!;
    assert.ok(products.gaps.sums[0] < 1e-6 && products.gaps.carry[0] > 1e-3);
    assert.ok(products.gaps.sums[9] > products.gaps.sums[0]);
  });
});

test("∏f alone: from the last step but one back, each gate multiplies what came after it", () => {
  const gradient = tf.tensor3d([9, 9, 9, 2, 0], [5, 1, 1]);
  const f = tf.tensor3d([0.1, 0.2, 0.3, 0.4], [1, 4, 1]);
  const alone = carriedAlone(gradient, f);
  for (const [t, value] of [0.012, 0.12, 0.6, 2, 0].entries()) near(alone.dataSync()[t], value, 1e-6);
  tf.dispose([gradient, f, alone]);
});

describe("the verdicts follow the numbers, whichever way they point", () => {
  let real: LstmResult;
  before(async () => {
    real = await forgetGates.run({ ...tiny, seeds: 1 }, {});
  });

  /** Three seeds; `change` makes each network's measures what a test wants, up to a little noise. */
  const made = (change: (cell: CellMeasures, noise: number) => Partial<CellMeasures>): LstmResult => {
    const changed = (model: LstmModelResult, noise: number): LstmModelResult => {
      const of = (measures: LstmModelResult["trained"]) =>
        measures?.cell ? { ...measures, cell: { ...measures.cell, ...change(measures.cell, noise) } } : measures;
      return { ...model, fresh: of(model.fresh)!, trained: of(model.trained) };
    };
    const seeds = [-0.01, 0, 0.01];
    return {
      ...real,
      models: seeds.flatMap((noise, i) => real.models.map((m) => ({ ...changed(m, noise), seed: i + 1 }))),
    };
  };
  const filled = (length: number, value: number) => Array.from({ length }, () => value);

  test("a gate that moves more than before training, and one that moves less", () => {
    const moving = (trained: number, fresh: number) => {
      let call = 0; // of each network first fresh, then trained
      return made(({ units }, noise) => {
        const spread = call++ % 2 === 0 ? fresh : trained + noise;
        return { units: units.map((unit) => ({ ...unit, spread })) };
      });
    };
    assert.equal(forgetGates.verdict(moving(0.3, 0.2), "forget-gate-varies").outcome, "holds");
    assert.equal(forgetGates.verdict(moving(0.1, 0.2), "forget-gate-varies").outcome, "fails");
  });

  test("a product that misses little, and one that misses much", () => {
    const missing = (gap: number) =>
      made(({ products }, noise) => ({
        products: { ...products, gaps: { ...products.gaps, sums: filled(10, gap + noise) } },
      }));
    assert.equal(forgetGates.verdict(missing(0.01), "terms-multiply").outcome, "holds");
    assert.equal(forgetGates.verdict(missing(0.4), "terms-multiply").outcome, "fails");
  });

  test("a gradient near ∏f's and one far above; one that falls by f + ρ and one that does not", () => {
    const curves = (carried: number, gradient: number) =>
      made((_, noise) => ({
        carried: Array.from({ length: tiny.lag }, (_, i) => i * carried),
        gradient: Array.from({ length: tiny.lag }, (_, i) => i * (gradient + noise / 100)),
        predicted: 1 / (1 + Math.exp(-1)),
      }));
    const one = Math.log10(1 / (1 + Math.exp(-1)));
    assert.equal(forgetGates.verdict(curves(one, one), "forget-product").outcome, "holds");
    assert.equal(forgetGates.verdict(curves(one, one / 2), "forget-product").outcome, "fails");
    assert.equal(forgetGates.verdict(curves(one, one), "closed-form").outcome, "holds");
    assert.equal(forgetGates.verdict(curves(one, one / 2), "closed-form").outcome, "fails");
    near(forgetGates.verdict(curves(one, one), "closed-form").effect!, 0, 1e-3);
  });

  test("more of the gradient left than in the RNN, fresh or trained, and less", () => {
    const kept = (logs: Partial<Record<Variant, number>>): LstmResult => {
      const all = made(() => ({}));
      const left = (variant: Variant, seed: number) => filled(tiny.lag + 1, (logs[variant] ?? -5) + seed / 100);
      const of = (m: LstmModelResult) => ({
        ...m,
        fresh: { ...m.fresh, gradient: left(m.variant, m.seed) },
        trained: m.trained && { ...m.trained, gradient: left(m.variant, 2 * m.seed) },
      });
      return { ...all, models: all.models.map(of) };
    };
    assert.equal(forgetGates.verdict(kept({ "LSTM, bias 1": -3 }), "fresh-lstm-keeps").outcome, "holds");
    assert.equal(forgetGates.verdict(kept({ RNN: -4 }), "fresh-lstm-keeps").outcome, "fails");
    const { outcome, effect } = forgetGates.verdict(kept({ "LSTM, bias 1": -3 }), "trained-lstm-keeps");
    assert.equal(outcome, "holds");
    near(effect!, 2, 1e-9);
    assert.equal(
      forgetGates.verdict(kept({ "LSTM, bias 1": -4.5 }), "trained-lstm-keeps").outcome,
      "fails",
      "a factor of ten is asked for",
    );
  });

  test("a seed counts where all its networks were trained to their end; where one has diverged nothing is decided", () => {
    const all = made(() => ({}));
    const stopped = (variant: Variant, ended: "interrupted" | "diverged") => ({
      ...all,
      models: all.models.map((model) => (model.seed === 3 && model.variant === variant ? { ...model, ended } : model)),
    });
    assert.match(
      forgetGates.verdict(stopped("RNN", "interrupted"), "trained-lstm-keeps").measured,
      /^2 seeds \([^;]*\)/,
    );
    const { outcome, measured } = forgetGates.verdict(stopped("RNN", "diverged"), "trained-lstm-keeps");
    assert.deepEqual([outcome, measured], ["undecided", "Something is missing: a model of seed 3 diverged."]);
    assert.match(
      forgetGates.verdict(stopped("RNN", "diverged"), "terms-multiply").measured,
      /^3 seeds \([^;]*\)/,
      "it needs no RNN",
    );
  });
});

test("pilots choose each kind's rate; what is left of the gradient is told on the way", async () => {
  const { models, tried } = await forgetGates.run({ ...tiny, learningRates: [1e-9, 0.05], seeds: 1 }, {});
  assert.deepEqual(
    models.map(({ variant, learningRate }) => [variant, learningRate]),
    variants.map((variant) => [variant, 0.05]),
  );
  assert.equal(tried.length, 2 * variants.length);
  for (const { curve } of models)
    assert.deepEqual(
      curve.map(({ left }) => left?.gradient.length),
      [tiny.lag + 1, undefined],
    );
});

test("training that diverges leaves verdicts open, results plain, and figures that draw", async () => {
  const result = await forgetGates.run({ ...tiny, learningRates: [1e38], seeds: 2 }, {});
  assert.deepEqual(JSON.parse(JSON.stringify(result)), result);
  for (const claim of [
    ...(["trained-lstm-keeps", "forget-gate-varies"] as const),
    ...(["terms-multiply", "forget-product"] as const),
  ]) {
    assert.equal(forgetGates.verdict(result, claim).outcome, "undecided", claim);
  }
  for (const figure of Object.values(forgetGates.figures)) assert.ok(figure(result).alt);
});

test("lags that do not fit one another are told", async () => {
  for (const [overrides, message] of [
    [{ productLag: 9 }, /productLag: at least 10.* got 9/],
    [{ lag: 10 }, /lag: more than productLag, which is 10, expected, got 10/],
    [
      { evaluateEvery: 2, measuredAt: [3] as number[] },
      /measuredAt: multiples of evaluateEvery, which is 2, expected, got 3/,
    ],
    [{ passages: 1, productPassages: 2 }, /passages: at least productPassages, which is 2, expected, got 1/],
  ] as const) {
    await assert.rejects(async () => forgetGates.run({ ...tiny, ...overrides }, {}), { message });
  }
});
