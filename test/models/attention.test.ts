import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Cell, Params } from "../../lib/cells/cell";
import { gru } from "../../lib/cells/gru";
import { lstm } from "../../lib/cells/lstm";
import { compile } from "../../lib/core/compile";
import { detached } from "../../lib/core/detached";
import { gradientsOf } from "../../lib/core/gradients";
import { fork, normal, seed, tensorKey } from "../../lib/core/random";
import { unprefixed } from "../../lib/core/tensors";
import { tf } from "../../lib/core/tf";
import { padded } from "../../lib/data/padding";
import { attentionCaptioner, glances, hardest } from "../../lib/models/attention";
import type { CaptionBatch } from "../../lib/models/captioner";
import { type Baseline, baselines, drawn, followPaths, reinforceLoss } from "../../lib/models/reinforce";
import { sample } from "../../lib/train/sample";
import { assertClose } from "../close";

const [V, E, D, L, A, H, N, T] = [7, 4, 3, 5, 6, 8, 2, 4];
const [START, END] = [0, 1];
const image = normal<tf.Rank.R3>(fork(seed(4), "x"), [N, L, D]);
const captions = [[3, 2, 5], [4]];
const sizes = { vocabSize: V, places: L, featureSize: D, attentionSize: A };
const makers: Record<string, () => Cell> = {
  LSTM: () => lstm({ inputSize: E + D, hiddenSize: H }),
  GRU: () => gru({ inputSize: E + D, hiddenSize: H }),
};

function batchOf({ filler = 0, length = T } = {}): CaptionBatch<tf.Tensor3D> {
  const read = padded(
    captions.map((words) => [START, ...words]),
    { length, filler },
  );
  const wanted = padded(
    captions.map((words) => [...words, END]),
    { length, filler },
  );
  return { image, inputs: read.tokens, targets: wanted.tokens, mask: wanted.mask };
}

const column = (tokens: tf.Tensor, t: number) => tf.tidy(() => tokens.slice([0, t], [N, 1]).reshape<tf.Tensor1D>([N]));

/** A loss and its gradient by every weight. */
function derived(
  params: Params,
  loss: (params: Params) => tf.Scalar,
): { value: number; grads: Record<string, tf.Tensor> } {
  const { value, grads } = gradientsOf(() => loss(params), Object.values(params));
  return { value: value.dataSync()[0], grads: Object.fromEntries(Object.keys(params).map((n, i) => [n, grads[i]])) };
}

for (const [name, make] of Object.entries(makers)) {
  for (const glance of glances) {
    describe(`${name}, ${glance}`, () => {
      const model = attentionCaptioner(make(), { ...sizes, glance });
      const params = model.init(seed(7));

      test("word by word it says what it says of the whole caption, and looks where it looks", () => {
        const { inputs } = batchOf();
        const whole = model.logits(params, inputs, model.start(params, image));
        const { alphas } = model.read(params, inputs, { state: model.start(params, image) });
        let state = model.start(params, image);
        for (let t = 0; t < T; t++) {
          const next = model.next(params, column(inputs, t), state);
          assertClose(next.logits, whole.logits.slice([0, t, 0], [N, 1, V]).reshape([N, V]), 1e-5);
          assertClose(next.state.alpha, alphas.slice([0, t, 0], [N, 1, L]).reshape([N, L]), 1e-6);
          state = next.state;
        }
        assertClose(alphas.sum(2), tf.ones([N, T]), 1e-5);
      });

      test("padding changes neither loss nor gradient, and every weight that has one is learnt", () => {
        const plain = derived(params, (own) => model.loss(own, batchOf()));
        const other = derived(params, (own) => model.loss(own, batchOf({ filler: 5, length: T + 2 })));
        assert.ok(Math.abs(plain.value - other.value) < 1e-5);
        for (const [weight, grad] of Object.entries(plain.grads)) {
          assertClose(other.grads[weight], grad, 1e-5, weight);
          // The place that is looked at hard is a choice: no gradient comes to what chose it.
          const chooses = glance !== "soft" && weight.startsWith("attention.");
          assert.equal(grad.abs().max().dataSync()[0] > 1e-7, !chooses, weight);
        }
      });

      test("compiled it is the same; drawing from it leaves no tensor behind", () => {
        const batch = batchOf();
        const expected = model.loss(params, batch);
        const before = tf.memory().numTensors;
        const loss = compile(model.loss);
        const value = loss(params, batch);
        assertClose(value, expected, 1e-5);
        loss.close();
        const initial = model.start(params, image);
        const sequences = captions.map((_, n) => ({ prompt: [START], temperature: 0, key: fork(seed(1), n) }));
        sample(model, params, { sequences, length: 3, initial });
        const read = model.read(params, batch.inputs, { state: initial });
        tf.dispose([value, initial, read] as unknown as tf.TensorContainer);
        assert.equal(tf.memory().numTensors, before);
      });
    });
  }
}

test("attention by hand: s = wᵀ tanh(x Wx + h Wh + b), α = softmax(s), z = Σ α x, and the cell reads [word, z]", () => {
  const cell = makers.LSTM();
  const model = attentionCaptioner(cell, sizes);
  const params: Record<string, tf.Tensor> = { ...model.init(seed(2)) };
  const { Wx, Wh, b, w } = { ...unprefixed("attention.", params), b: normal(fork(seed(3), "b"), [A]) } as Params;
  params["attention.b"] = b;
  const state = model.start(params, image);
  assertClose(state.h, image.mean(1).matMul(params.Wi).add(params.bi).tanh(), 1e-6);
  const { inputs } = batchOf();
  const next = model.next(params, column(inputs, 1), state);
  for (let n = 0; n < N; n++) {
    const x = image.slice([n, 0, 0], [1, L, D]).reshape<tf.Tensor2D>([L, D]);
    const h = state.h.slice([n, 0], [1, H]);
    const alpha = x.matMul(Wx).add(h.matMul(Wh)).add(b).tanh().matMul(w).reshape([1, L]).softmax();
    assertClose(next.state.alpha.slice([n, 0], [1, L]), alpha, 1e-6);
    const word = params.We.slice([inputs.arraySync()[n][1], 0], [1, E]);
    const read = tf.concat([word, alpha.matMul(x)], 1) as tf.Tensor2D;
    const own = { h, c: state.c.slice([n, 0], [1, H]) } as ReturnType<Cell["zeroState"]>;
    assertClose(next.state.h.slice([n, 0], [1, H]), cell.step(params, own, read).h, 1e-6);
  }
});

test("a detached value is a constant", () => {
  const slope = tf.grad((x: tf.Tensor) => detached(x).mul(x).sum())(tf.tensor1d([2, 3]));
  assertClose(slope, [2, 3]);
});

describe("hard attention", () => {
  const model = attentionCaptioner(makers.GRU(), { ...sizes, glance: "hard" });
  const params = model.init(seed(5));
  const state = { average: tf.tensor1d([-4]) };
  const key = (n: number) => tensorKey(seed(n));

  test("places are drawn as α says", () => {
    const alpha = tf.tensor2d([0.1, 0.2, 0, 0.3, 0.4], [1, L]).tile([4000, 1]) as tf.Tensor2D;
    const choose = drawn(key(1), { T: 1, N: 4000 });
    assertClose(choose(alpha, 0).mean(0), [0.1, 0.2, 0, 0.3, 0.4], 0.025);
  });

  for (const baseline of baselines) {
    test(`${baseline}: its value is the nats per word, its gradient the estimate by hand`, () => {
      const batch = batchOf();
      const lambda = 0.02;
      const loss = reinforceLoss(model, { baseline, entropy: lambda });
      const ours = derived(params, (own) => loss(own, batch, state, key(3)).loss);
      const { reward } = followPaths(model, params, batch, drawn(key(3), { T, N }));
      const words = batch.mask.sum().dataSync()[0];
      assert.ok(Math.abs(ours.value + reward.sum().dataSync()[0] / words) < 1e-5);
      const b: Record<Baseline, tf.Tensor> = {
        none: tf.zeros([N]),
        "moving average": tf.fill([N], -4),
        "self-critical": followPaths(model, params, batch, hardest).reward,
      };
      const advantage = reward.sub(b[baseline]);
      const byHand = derived(params, (own) => {
        const paths = followPaths(model, own, batch, drawn(key(3), { T, N }));
        const gain = paths.reward.add(paths.logProb.mul(advantage)).add(paths.entropy.mul(lambda));
        return gain.sum().div(words).neg() as tf.Scalar;
      });
      for (const [weight, grad] of Object.entries(byHand.grads)) {
        assertClose(ours.grads[weight], grad, 1e-5, weight);
        assert.ok(grad.abs().max().dataSync()[0] > 1e-7, `${weight} is learnt`);
      }
      const next = loss(params, batch, state, key(3)).state.average.dataSync()[0];
      assert.ok(Math.abs(next - (-3.6 + 0.1 * reward.mean().dataSync()[0])) < 1e-4);
    });
  }

  test("compiled, it draws other places with another key and the same with the same", () => {
    const batch = batchOf();
    const loss = compile(reinforceLoss(model, { baseline: "none", entropy: 0.01 }));
    const values = [1, 1, 2, 3].map((n) => loss(params, batch, state, key(n)).loss.dataSync()[0]);
    loss.close();
    assert.equal(values[0], values[1]);
    assert.ok(new Set(values).size >= 2);
  });
});

test("a cell without room for words is told", () => {
  const build = () => attentionCaptioner(gru({ inputSize: D, hiddenSize: 3 }), sizes);
  assert.throws(build, {
    message: `attention: a cell that reads words beside ${D} features expected, got inputSize ${D}`,
  });
});
