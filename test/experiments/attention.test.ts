import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { gru } from "../../lib/cells/gru";
import { fork, normal, seed } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { baselineLowersVariance, samplesNeeded } from "../../lib/experiments/3.2-attention/hardGradient/claims";
import { estimators, gradientDefaults, sampleCounts } from "../../lib/experiments/3.2-attention/hardGradient/config";
import { type Enumeration, enumerate } from "../../lib/experiments/3.2-attention/hardGradient/enumeration";
import { estimates } from "../../lib/experiments/3.2-attention/hardGradient/estimates";
import {
  attendedThings,
  inside,
  placeOf,
  pointingAccuracy,
} from "../../lib/experiments/3.2-attention/attention/attendedThings";
import {
  attentionDescribes,
  attentionPoints,
  averageMisleads,
  baselineHelps,
  softLearnsFaster,
} from "../../lib/experiments/3.2-attention/attention/claims";
import {
  attentionDefaults,
  hardArms,
  lookingArms,
  soft,
  unattended,
} from "../../lib/experiments/3.2-attention/attention/config";
import { captionedScenes } from "../../lib/experiments/shared/captionedScenes";
import { attentionCaptioner } from "../../lib/models/attention";

const ended = "finished" as const;
const none = hardArms[0].name;
const critical = hardArms[2].name;

describe("the verdicts follow the numbers, whichever way they point", () => {
  const plain = { testNats: 1.5, ciderD: 1, precision: 0.5, pointing: 0.5, anywhere: 0.1, middle: 0.2, entropy: 2 };
  const made = (change: Readonly<Record<string, Partial<typeof plain>>>, third = [0.1, 0.4, 0.2]) => ({
    ...{ config: attentionDefaults, scenes: [], seconds: 0 },
    models: [1, 2, 3].flatMap((n) =>
      lookingArms.map(({ name }) => ({
        ...{ seed: n, condition: name, ended, curve: [], shown: [], seconds: 1 },
        blends:
          name === soft.name
            ? third.map((share, i) => ({ weight: i / 2, first: 0, second: 0, third: share + (i === 1 ? n / 1000 : 0) }))
            : [],
        final: Object.fromEntries(
          Object.entries({ ...plain, ...change[name] }).map(([key, value]) => [key, value + (n - 2) / 1000]),
        ) as typeof plain,
      })),
    ),
  });
  const cases = [
    [attentionPoints, made({}), 0.3, made({ [soft.name]: { pointing: 0.15 } })],
    [attentionDescribes, made({ [unattended.name]: { ciderD: 0.6 } }), 0.4, made({ [unattended.name]: { ciderD: 2 } })],
    [softLearnsFaster, made({ [critical]: { testNats: 2 } }), 0.5, made({ [critical]: { testNats: 1 } })],
    [baselineHelps, made({ [none]: { testNats: 2.25 } }), 0.75, made({ [none]: { testNats: 1 } })],
    [averageMisleads, made({}), 0.252, made({}, [0.3, 0.1, 0.3])],
  ] as const;
  for (const [claim, good, effect, bad] of cases) {
    test(claim.id, () => {
      const verdict = claim.verdict(good);
      assert.equal(verdict.outcome, "holds");
      assert.ok(Math.abs(verdict.effect! - effect) < 1e-9, `${verdict.effect}`);
      assert.equal(claim.verdict(bad).outcome, "fails");
    });
  }

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
    assert.equal(samplesNeeded.verdict(gradients(-0.5, variances)).outcome, "holds");
    assert.equal(samplesNeeded.verdict(gradients(-0.4, variances)).outcome, "fails");
    assert.equal(samplesNeeded.verdict(gradients(-0.6, variances)).outcome, "fails");
    assert.equal(samplesNeeded.verdict(gradients(-0.5, variances, 0.1)).outcome, "fails");
  });
  test("the variance", () => {
    const verdict = baselineLowersVariance.verdict(gradients(-0.5, [4, 1, 2, 1]));
    assert.equal(verdict.outcome, "holds");
    assert.ok(Math.abs(verdict.effect! - Math.log(2)) < 1e-9);
    assert.equal(baselineLowersVariance.verdict(gradients(-0.5, [1, 1, 2, 1])).outcome, "fails");
  });
});

describe("pointing", () => {
  const box = { x: 0, y: 0.5, width: 0.5, height: 0.5 };
  test("a place is inside by its centre, row by row", () => {
    assert.deepEqual(
      [0, 1, 2, 3].map((i) => inside(i, 2, [box])),
      [false, false, true, false],
    );
    assert.equal(placeOf(box, 2), 2);
    assert.equal(placeOf({ x: 0.9, y: 0.9, width: 0.2, height: 0.2 }, 4), 15);
  });
  test("the largest α counts, against any place and the middle", () => {
    const alpha = Array.from({ length: 16 }, (_, i) => (i === 8 ? 0.4 : 0.04));
    const accuracy = pointingAccuracy([
      { boxes: [box], alpha },
      { boxes: [{ x: 0.5, y: 0, width: 0.5, height: 0.5 }], alpha },
    ]);
    assert.deepEqual([accuracy.pointing, accuracy.anywhere, accuracy.middle], [0.5, 0.25, 0.25]);
    const entropy = -(0.4 * Math.log(0.4) + 15 * 0.04 * Math.log(0.04));
    assert.ok(Math.abs(accuracy.entropy - entropy) < 1e-12);
  });
  test("only what is named and there is pointed at, by the α before its word", () => {
    const [{ scene, captions }] = captionedScenes({
      trainScenes: 30,
      testScenes: 1,
      networkSteps: 1,
      networkLayouts: 2,
      imageSize: 32,
    }).test;
    const { words, objects } = captions[0];
    const pointed = attendedThings(words, scene, (t) => [t]);
    const heads = objects.flatMap((own, t) =>
      own.length > 0 && objects[t + 1]?.toString() !== own.toString() ? [t] : [],
    );
    assert.deepEqual(
      pointed.map(({ alpha }) => alpha[0]),
      heads,
    );
    pointed.forEach(({ boxes }, i) => {
      assert.deepEqual(
        boxes,
        objects[heads[i]].map((index) => scene.objects[index].box),
      );
    });
    assert.deepEqual(
      attendedThings(["nothing"], scene, () => []),
      [],
    );
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
