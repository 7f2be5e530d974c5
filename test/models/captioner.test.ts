import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Cell, Params } from "../../lib/cells/cell";
import { gru } from "../../lib/cells/gru";
import { lstm } from "../../lib/cells/lstm";
import { stack } from "../../lib/cells/stack";
import { vanilla } from "../../lib/cells/vanilla";
import { compile } from "../../lib/core/compile";
import { fork, normal, seed } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { padded } from "../../lib/data/padding";
import { type CaptionBatch, captioner, readings } from "../../lib/models/captioner";
import { beamSearch } from "../../lib/train/beamSearch";
import { sample } from "../../lib/train/sample";
import { assertClose } from "../close";

const [V, E, F, H, N, T] = [6, 4, 3, 5, 2, 4];
const [START, END] = [0, 1];
const D = E + F;
const makers: Record<string, () => Cell> = {
  RNN: () => vanilla({ inputSize: D, hiddenSize: H }),
  LSTM: () => lstm({ inputSize: D, hiddenSize: H }),
  GRU: () => gru({ inputSize: D, hiddenSize: H }),
  "two layers": () => stack([lstm({ inputSize: D, hiddenSize: 7 }), gru({ inputSize: 7, hiddenSize: H })]),
};
const image = normal<tf.Rank.R2>(fork(seed(4), "v"), [N, F]);
const captions = [[3, 2, 5], [4]];

function batchOf({ filler = 0, length = T, v = image } = {}): CaptionBatch {
  const read = padded(
    captions.map((words) => [START, ...words]),
    { length, filler },
  );
  const wanted = padded(
    captions.map((words) => [...words, END]),
    { length, filler },
  );
  return { image: v, inputs: read.tokens, targets: wanted.tokens, mask: wanted.mask };
}

const column = (tokens: tf.Tensor, t: number) => tf.tidy(() => tokens.slice([0, t], [N, 1]).reshape<tf.Tensor1D>([N]));

for (const [name, make] of Object.entries(makers)) {
  for (const reading of readings) {
    describe(`${name}, the picture read ${reading}`, () => {
      const model = captioner(make(), { vocabSize: V, imageSize: F, reading });
      const params = model.init(seed(7));
      const names = Object.keys(params);
      const lossAndGradients = (batch: CaptionBatch) => {
        const run = (...tensors: tf.Tensor[]) =>
          model.loss(Object.fromEntries(names.map((n, i) => [n, tensors[i]])) as Params, batch);
        const { value, grads } = tf.valueAndGrads(run)(names.map((n) => params[n]));
        return [value, ...grads].map((tensor) => [...tensor.dataSync()]);
      };

      test("word by word it says what it says of the whole caption", () => {
        const { inputs } = batchOf();
        const { logits } = model.logits(params, inputs, model.start(params, image));
        let state = model.start(params, image);
        for (let t = 0; t < T; t++) {
          const next = model.next(params, column(inputs, t), state);
          assertClose(next.logits, logits.slice([0, t, 0], [N, 1, V]).reshape([N, V]), 1e-5, `word ${t}`);
          state = next.state;
        }
      });

      test("every weight is learnt, and padding changes nothing", () => {
        const [loss, ...gradients] = lossAndGradients(batchOf());
        gradients.forEach((values, i) => {
          assert.ok(Math.max(...values.map(Math.abs)) > 1e-6, names[i]);
        });
        assert.deepEqual(lossAndGradients(batchOf({ filler: 5 })), [loss, ...gradients]);
        const longer = lossAndGradients(batchOf({ filler: 2, length: T + 3 }));
        longer.forEach((values, i) => {
          assertClose(tf.tensor1d(values), [loss, ...gradients][i], 1e-5);
        });
      });

      test("each picture changes its own caption's words and no other's", () => {
        const { inputs } = batchOf();
        const other = tf.concat([image.slice([0, 0], [1, F]), tf.ones([1, F])]) as tf.Tensor2D;
        const of = (v: tf.Tensor2D) => model.logits(params, inputs, model.start(params, v)).logits;
        const changed = of(other).sub(of(image)).abs().max([1, 2]).dataSync();
        assert.equal(changed[0], 0);
        assert.ok(changed[1] > 1e-3);
      });

      test("without a start it is a language model: the picture is zero", () => {
        const { inputs } = batchOf();
        const { logits } = model.logits(params, inputs);
        assertClose(logits, model.logits(params, inputs, model.zeroState(N)).logits, 0);
        if (reading === "every step") {
          const zero = model.start(params, tf.zeros([N, F]));
          assertClose(logits, model.logits(params, inputs, zero).logits, 0);
        }
      });

      test("compiled it is the same, and leaves no tensor behind", () => {
        const batch = batchOf();
        const expected = model.loss(params, batch);
        const before = tf.memory().numTensors;
        const loss = compile(model.loss);
        const value = loss(params, batch);
        assertClose(value, expected, 1e-5);
        loss.close();
        const state = model.start(params, image);
        const read = model.logits(params, batch.inputs, state);
        const next = model.next(params, column(batch.inputs, 0), state);
        tf.dispose([value, state, read, next, model.zeroState(N)] as unknown as tf.TensorContainer);
        assert.equal(tf.memory().numTensors, before + 1, "the column of this test");
      });
    });
  }
}

test("an RNN's recurrence is the lecture's: h = tanh(Wxh x + Whh h + Wih v)", () => {
  const model = captioner(makers.RNN(), { vocabSize: V, imageSize: F });
  const params = model.init(seed(9));
  const [Wxh, Wih] = tf.split(params.Wx as tf.Tensor2D, [E, F]);
  const { inputs } = batchOf();
  const state = model.start(params, image);
  let h: tf.Tensor = tf.zeros([N, H]);
  const { logits } = model.logits(params, inputs, state);
  for (let t = 0; t < T; t++) {
    const x = tf.gather(params.We, column(inputs, t));
    h = x.matMul(Wxh).add(h.matMul(params.Wh)).add(image.matMul(Wih)).add(params.b).tanh();
    const expected = h.matMul(params.Wy).add(params.by);
    assertClose(logits.slice([0, t, 0], [N, 1, V]).reshape([N, V]), expected, 1e-5);
  }
});

test("read first, the picture is in h_0 and nowhere else", () => {
  const model = captioner(makers.RNN(), { vocabSize: V, imageSize: F, reading: "first" });
  const params = model.init(seed(9));
  const [Wxh, Wih] = tf.split(params.Wx as tf.Tensor2D, [E, F]);
  const state = model.start(params, image);
  assert.deepEqual(Object.keys(state), ["h"]);
  assertClose(state.h, image.matMul(Wih).add(params.b).tanh(), 1e-6);
  const { inputs } = batchOf();
  const x = tf.gather(params.We, column(inputs, 0));
  const h = x.matMul(Wxh).add(state.h.matMul(params.Wh)).add(params.b).tanh();
  assertClose(model.next(params, column(inputs, 0), state).state.h, h, 1e-6);
});

test("a beam search that starts from a picture finds that picture's caption", () => {
  const model = captioner(makers.GRU(), { vocabSize: V, imageSize: F });
  const params = model.init(seed(3));
  const beam = beamSearch(model);
  for (let n = 0; n < N; n++) {
    const initial = model.start(params, image.slice([n, 0], [1, F]));
    const before = tf.memory().numTensors;
    const [first] = beam.search(params, { prompt: [START], width: V ** 3, length: 3, initial });
    assert.equal(tf.memory().numTensors, before);
    const all = Array.from({ length: V ** 3 }, (_, i) => [Math.floor(i / V ** 2), Math.floor(i / V) % V, i % V]);
    const logProbs = all.map((words) => {
      const read = tf.tensor2d([[START, ...words]], undefined, "int32");
      const said = model.logits(params, read, initial).logits.logSoftmax().arraySync()[0] as number[][];
      return words.reduce((sum, word, t) => sum + said[t][word], 0);
    });
    const best = Math.max(...logProbs);
    assert.deepEqual(first.tokens, all[logProbs.indexOf(best)]);
    assert.ok(Math.abs(first.logProb - best) < 1e-5);
    const greedy = sample(model, params, {
      sequences: [{ prompt: [START], temperature: 0, key: seed(1) }],
      length: 3,
      initial,
    });
    const [one] = beam.search(params, { prompt: [START], width: 1, length: 3, initial });
    assert.deepEqual([...greedy[0]], one.tokens);
  }
  beam.close();
});

test("a cell without room for words is told", () => {
  const build = () => captioner(lstm({ inputSize: 3, hiddenSize: 3 }), { vocabSize: V, imageSize: 3 });
  assert.throws(build, {
    message: "captioner: a cell that reads words beside 3 features expected, got inputSize 3",
  });
});
