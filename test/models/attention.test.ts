import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Cell, Params, State } from "../../lib/cells/cell";
import { gru } from "../../lib/cells/gru";
import { lstm } from "../../lib/cells/lstm";
import { compile } from "../../lib/core/compile";
import { detached } from "../../lib/core/detached";
import { gradientsOf } from "../../lib/core/gradients";
import { fork, normal, seed, type TensorKey, tensorKey } from "../../lib/core/random";
import { mapTensors, unprefixed } from "../../lib/core/tensors";
import { tf } from "../../lib/core/tf";
import { padded } from "../../lib/data/padding";
import { attentionCaptioner, evenLooks } from "../../lib/models/attention";
import type { AttentionOptions } from "../../lib/models/attentionOptions";
import { startStates } from "../../lib/models/attentionStart";
import type { CaptionBatch } from "../../lib/models/captioner";
import { glances, hardest } from "../../lib/models/glance";
import { type Baseline, baselines, drawn, followPaths, reinforceLoss } from "../../lib/models/reinforce";
import { beamSearch } from "../../lib/train/beamSearch";
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

/** The model as it is by default, and with each option. */
const kinds: Readonly<Record<string, Partial<AttentionOptions>>> = {
  "by default": {},
  "from a blank start": { start: "blank" },
  "with a deep output": { deepOutput: true },
  "with a gate": { gate: true },
  "asked with the word": { askWithWord: true },
  "with all options": { start: "blank", deepOutput: true, gate: true, askWithWord: true, dropout: 0.5 },
};

for (const [name, make] of Object.entries(makers)) {
  for (const [glance, kind] of glances.flatMap((one) => Object.keys(kinds).map((two) => [one, two] as const))) {
    describe(`${name}, ${glance}, ${kind}`, () => {
      const model = attentionCaptioner(make(), { ...sizes, glance, ...kinds[kind] });
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

      test("step by step, drawn by the argmax and searched with one text it says the same words", () => {
        const length = 6;
        const initial = model.start(params, image);
        const sequences = captions.map((_, n) => ({ prompt: [START], temperature: 0, key: fork(seed(1), n) }));
        const drawnWords = sample(model, params, { sequences, length, initial }).map((row) => [...row]);
        const beam = beamSearch(model);
        captions.forEach((_, n) => {
          let state = mapTensors(initial, (one) => one.slice([n, 0], [1, one.shape[1] as number])) as State;
          const [found] = beam.search(params, { prompt: [START], width: 1, length, initial: state });
          const stepped: number[] = [];
          for (let last = START; stepped.length < length; stepped.push(last)) {
            const next = model.next(params, tf.tensor1d([last], "int32"), state);
            [last, state] = [next.logits.argMax(1).dataSync()[0], next.state];
          }
          assert.deepEqual([drawnWords[n], found.tokens], [stepped, stepped]);
        });
        beam.close();
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

test("a deep output by hand: logits = (We y + h Lh + z Lz) Wy + by", () => {
  const model = attentionCaptioner(makers.GRU(), { ...sizes, deepOutput: true });
  const params = model.init(seed(12));
  const tokens = column(batchOf().inputs, 1);
  const { logits, state } = model.next(params, tokens, model.start(params, image));
  const z = state.alpha.reshape<tf.Tensor3D>([N, 1, L]).matMul(image).reshape<tf.Tensor2D>([N, D]);
  const said = params.We.gather(tokens).add(state.h.matMul(params.Lh)).add(z.matMul(params.Lz));
  assertClose(logits, said.matMul(params.Wy).add(params.by), 1e-5);
});

test("the gate by hand: the cell reads β z, and β is between 0 and 1", () => {
  const cell = makers.GRU();
  const model = attentionCaptioner(cell, { ...sizes, gate: true });
  for (const bias of [-8, 1, 8]) {
    const params: Params = { ...model.init(seed(13)), "gate.b": tf.tensor1d([bias]) };
    const [tokens, before] = [column(batchOf().inputs, 1), model.start(params, image)];
    const { state } = model.next(params, tokens, before);
    const beta = before.h.matMul(params["gate.w"]).add(bias).sigmoid();
    assert.ok(beta.greater(0).all().dataSync()[0] && beta.less(1).all().dataSync()[0]);
    const z = state.alpha.reshape<tf.Tensor3D>([N, 1, L]).matMul(image).reshape<tf.Tensor2D>([N, D]);
    const read = tf.concat([params.We.gather(tokens), z.mul(beta)], 1) as tf.Tensor2D;
    assertClose(state.h, cell.step(params, { h: before.h } as ReturnType<Cell["zeroState"]>, read).h, 1e-6);
  }
});

test("where to look depends on the word just read only where it is asked with the word", () => {
  for (const askWithWord of [false, true]) {
    const model = attentionCaptioner(makers.GRU(), { ...sizes, askWithWord });
    const params = model.init(seed(14));
    const [one, other] = [2, 3].map((word) => {
      return model.next(params, tf.fill([N], word, "int32"), model.start(params, image)).state.alpha;
    });
    assert.equal(one.sub(other).abs().max().dataSync()[0] > 1e-4, askWithWord);
  }
});

test("dropout acts with a key alone, another with each; without one the loss and the words are as without dropout", () => {
  for (const deepOutput of [false, true]) {
    const [without, model] = [0, 0.5].map((dropout) =>
      attentionCaptioner(makers.GRU(), { ...sizes, deepOutput, dropout }),
    );
    const [params, batch] = [model.init(seed(15)), batchOf()];
    const value = (key?: TensorKey, of = model) => of.loss(params, batch, key).dataSync()[0];
    const [a, again, b] = [1, 1, 2].map((n) => value(tensorKey(seed(n))));
    assert.equal(a, again);
    assert.equal(new Set([a, b, value()]).size, 3);
    assert.equal(value(), value(undefined, without));
    assert.equal(value(tensorKey(seed(1)), without), value());
    // What is dropped are the output's inputs: what is read and looked at stays.
    const state = model.start(params, image);
    const [whole, dropped] = [undefined, tensorKey(seed(1))].map((key) =>
      model.read(params, batch.inputs, { state, key }),
    );
    assertClose(dropped.alphas, whole.alphas, 0);
  }
});

test("the doubly stochastic penalty: the loss stays the nats, and its gradient is that of nats and penalty", () => {
  const lambda = 0.3;
  const plain = attentionCaptioner(makers.GRU(), sizes);
  const model = attentionCaptioner(makers.GRU(), { ...sizes, doublyStochastic: lambda });
  const [params, batch] = [model.init(seed(16)), batchOf()];
  const penalty = (own: Params) => {
    const { alphas } = plain.read(own, batch.inputs, { state: plain.start(own, image) });
    return evenLooks(alphas, batch.mask);
  };
  const byHand = captions.reduce((sum, words, n) => {
    const alphas = plain.read(params, batch.inputs, { state: plain.start(params, image) }).alphas.arraySync()[n];
    const looked = alphas[0].map((_, i) => alphas.slice(0, words.length + 1).reduce((all, alpha) => all + alpha[i], 0));
    return sum + looked.reduce((all, one) => all + (1 - one) ** 2, 0);
  }, 0);
  const words = captions.flat().length + captions.length;
  assert.ok(Math.abs(penalty(params).dataSync()[0] - byHand / words) < 1e-5);
  const [ours, nats] = [model, plain].map((one) => derived(params, (own) => one.loss(own, batch)));
  const even = derived(params, penalty);
  assert.ok(Math.abs(ours.value - nats.value) < 1e-6);
  for (const [weight, grad] of Object.entries(ours.grads))
    assertClose(grad, nats.grads[weight].add(even.grads[weight].mul(lambda)), 1e-5, weight);
});

test("at the start h_0 and c_0 know the mean of the places, or nothing of the picture", () => {
  const [other, swapped] = [normal<tf.Rank.R3>(seed(9), [N, L, D]), image.reverse(1)];
  for (const start of startStates) {
    const model = attentionCaptioner(makers.LSTM(), { ...sizes, start });
    const params = model.init(seed(6));
    const [own, same, others] = [image, swapped, other].map((one) => model.start(params, one));
    for (const part of ["h", "c"]) {
      assertClose(same[part], own[part], 1e-6, "the order of the places does not count");
      const apart = own[part].sub(others[part]).abs().max().dataSync()[0];
      assert.equal(apart > 1e-3, start === "mean", part);
    }
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
      const { reward } = followPaths(model, params, batch, { choose: drawn(key(3), { T, N }) });
      const words = batch.mask.sum().dataSync()[0];
      assert.ok(Math.abs(ours.value + reward.sum().dataSync()[0] / words) < 1e-5);
      const b: Record<Baseline, tf.Tensor> = {
        none: tf.zeros([N]),
        "moving average": tf.fill([N], -4),
        "self-critical": followPaths(model, params, batch, { choose: hardest }).reward,
      };
      const advantage = reward.sub(b[baseline]);
      const byHand = derived(params, (own) => {
        const paths = followPaths(model, own, batch, { choose: drawn(key(3), { T, N }) });
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

  test("where all captions read the average, value and gradient are soft attention's", () => {
    const batch = batchOf();
    const soft = attentionCaptioner(makers.GRU(), { ...sizes, glance: "soft" });
    const loss = reinforceLoss(model, { baseline: "moving average", entropy: 0, semi: 1 });
    const [ours, exact] = [
      derived(params, (own) => loss(own, batch, state, key(3)).loss),
      derived(params, (own) => soft.loss(own, batch)),
    ];
    assert.ok(Math.abs(ours.value - exact.value) < 1e-5);
    for (const [weight, grad] of Object.entries(exact.grads)) assertClose(ours.grads[weight], grad, 1e-5, weight);
  });

  test("compiled, it draws other places with another key and the same with the same", () => {
    const batch = batchOf();
    const loss = compile(reinforceLoss(model, { baseline: "none", entropy: 0.01 }));
    const values = [1, 1, 2, 3].map((n) => loss(params, batch, state, key(n)).loss.dataSync()[0]);
    loss.close();
    assert.equal(values[0], values[1]);
    assert.ok(new Set(values).size >= 2);
  });
});

test("an option that is none, or is of another kind, is told by its name", () => {
  const wrong = {
    ...{ glance: "both", start: "end", deepOutput: 1, gate: "yes", askWithWord: 0 },
    ...{ dropout: 1, doublyStochastic: -1, deepOutputs: true },
  };
  for (const [name, value] of Object.entries(wrong)) {
    const build = () => attentionCaptioner(makers.GRU(), { ...sizes, [name]: value });
    assert.throws(build, new RegExp(`attentionCaptioner: .*${name}`));
  }
});

test("a cell without room for words is told", () => {
  const build = () => attentionCaptioner(gru({ inputSize: D, hiddenSize: 3 }), sizes);
  assert.throws(build, {
    message: `attention: a cell that reads words beside ${D} features expected, got inputSize ${D}`,
  });
});
