import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { gru } from "../../../lib/cells/gru";
import { fork, normal, seed } from "../../../lib/core/random";
import { tf } from "../../../lib/core/tf";
import { hardGradient } from "../../../lib/experiments/3.2-attention/hardGradient/claims";
import { estimators, gradientDefaults, sampleCounts } from "../../../lib/experiments/3.2-attention/hardGradient/config";
import { type Enumeration, enumerate } from "../../../lib/experiments/3.2-attention/hardGradient/enumeration";
import { estimates } from "../../../lib/experiments/3.2-attention/hardGradient/estimates";
import { attentionCaptioner } from "../../../lib/models/attention";

const ended = "finished" as const;

describe("the verdicts follow the numbers, whichever way they point", () => {
  const gradients = (slope: number, variances: readonly number[], identity = 1e-6) => ({
    ...{ config: gradientDefaults, seconds: 0 },
    models: [1, 2, 3].map((n) => ({
      ...{ seed: n, ended, caption: "a dog", paths: 256, identity },
      estimators: estimators.map((estimator, i) => ({
        ...{ estimator, variance: variances[i] * n, slope: slope + n / 1000 },
        curve: sampleCounts.map((samples) => ({ samples, error: 1 / samples, cosine: 0.5, bias: 0.1 })),
      })),
    })),
  });
  test("the slope, and the mean over all paths", () => {
    const variances = [4, 1, 1, 1];
    assert.equal(hardGradient.verdict(gradients(-0.5, variances), "monte-carlo-slope").outcome, "holds");
    assert.equal(hardGradient.verdict(gradients(-0.4, variances), "monte-carlo-slope").outcome, "fails");
    assert.equal(hardGradient.verdict(gradients(-0.6, variances), "monte-carlo-slope").outcome, "fails");
    assert.equal(hardGradient.verdict(gradients(-0.5, variances, 0.1), "monte-carlo-slope").outcome, "fails");
  });
  test("the variance", () => {
    const verdict = hardGradient.verdict(gradients(-0.5, [4, 1, 2, 1]), "baseline-lowers-variance");
    assert.equal(verdict.outcome, "holds");
    assert.ok(Math.abs(verdict.effect! - Math.log(2)) < 1e-9);
    assert.equal(hardGradient.verdict(gradients(-0.5, [1, 1, 2, 1]), "baseline-lowers-variance").outcome, "fails");
  });
});

describe("the gradient by enumeration", () => {
  const [V, L, D, T] = [6, 3, 4, 2];
  const model = attentionCaptioner(gru({ inputSize: 3 + D, hiddenSize: 5 }), {
    ...{ vocabSize: V, places: L, featureSize: D, attentionSize: 4, glance: "hard" },
  });
  const params = model.init(seed(3));
  const caption = {
    image: normal<tf.Rank.R3>(fork(seed(3), "x"), [1, L, D]),
    inputs: tf.tensor2d([[0, 4]], [1, T], "int32"),
    targets: tf.tensor2d([[4, 5]], [1, T], "int32"),
    mask: tf.ones<tf.Rank.R2>([1, T]),
  };
  const before = tf.memory().numTensors;
  const all: Enumeration = enumerate(model, params, caption);

  test("every path is there once, their probabilities add up to 1, and nothing leaks", () => {
    assert.equal(tf.memory().numTensors, before);
    assert.equal(all.probs.length, L ** T);
    assert.ok(Math.abs(all.probs.reduce((a, b) => a + b) - 1) < 1e-5);
    assert.ok(all.rewards.every((reward) => reward < 0));
  });

  test("the mean of the estimates over all paths is the derivative of the expectation", () => {
    assert.ok(all.identity < 1e-4, `${all.identity}`);
  });

  test("Σ p_s B_s = 0: a baseline changes no mean", () => {
    const P = all.probs.length;
    let square = 0;
    let largest = 0;
    for (let s = 0; s < P; s++) {
      largest = Math.max(largest, all.products.BB[s * P + s]);
      for (let r = 0; r < P; r++) square += all.probs[s] * all.probs[r] * all.products.BB[s * P + r];
    }
    assert.ok(square < 1e-6 * largest, `${square} of ${largest}`);
  });

  test("one sample's error is the enumerated variance, errors fall with slope −½, and the optimal baseline has the least", () => {
    const found = estimates(all, seed(5), 800);
    const variances = found.map(({ variance }) => variance);
    assert.equal(variances[1], null);
    for (const { estimator, variance, curve, slope } of found) {
      assert.ok(Math.abs(slope + 0.5) < 0.03, `${estimator}: ${slope}`);
      if (variance !== null) {
        assert.ok(Math.abs(curve[0].error / Math.sqrt(variance) - 1) < 0.15, estimator);
        assert.ok(variances[3]! <= variance + 1e-9);
      }
      assert.ok(curve[10].bias < 4 * (curve[10].error / Math.sqrt(800)), "no bias");
      assert.ok(curve[10].cosine > curve[0].cosine);
    }
  });
});
