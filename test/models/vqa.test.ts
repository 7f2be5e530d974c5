import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Params } from "../../lib/cells/cell";
import { lstm } from "../../lib/cells/lstm";
import { compile } from "../../lib/core/compile";
import { fork, normal, seed } from "../../lib/core/random";
import { unprefixed } from "../../lib/core/tensors";
import { tf } from "../../lib/core/tf";
import { padded } from "../../lib/data/padding";
import { answerListModel } from "../../lib/models/answerList";
import { type Join, joins } from "../../lib/models/joinLayer";
import { pointingModel, scorings } from "../../lib/models/pointing";
import {
  lastOf,
  type PictureFeatures,
  type QuestionReaderOptions,
  questionReader,
} from "../../lib/models/questionReader";
import { softAttention } from "../../lib/models/softAttention";
import { type AnswerBatch, tellingModel } from "../../lib/models/telling";
import { assertClose } from "../close";

const [N, T, L, D, A, H, E, F, V] = [2, 4, 6, 3, 5, 7, 8, 9, 10];
const key = seed(33);
const draw = <R extends tf.Rank>(name: string, shape: tf.ShapeMap[R], std = 1) =>
  normal<R>(fork(key, name), shape, std);
const places = draw<tf.Rank.R3>("places", [N, L, D]);
const vector = draw<tf.Rank.R2>("vector", [N, F]);
const rows = (x: tf.Tensor) => x.arraySync() as number[][];

/** Each gradient beside the difference quotient of the loss in a direction of its own. */
function checkGradients(loss: (params: Params) => tf.Scalar, params: Params): void {
  const names = Object.keys(params);
  const given = names.map((name) => params[name]);
  const named = (tensors: tf.Tensor[]) => Object.fromEntries(names.map((name, i) => [name, tensors[i]]));
  const gradients = tf.grads((...tensors: tf.Tensor[]) => loss(named(tensors)))(given);
  names.forEach((name, i) => {
    const direction = draw(`direction ${name}`, params[name].shape as [number]);
    const at = (step: number) =>
      tf.tidy(() => loss({ ...params, [name]: params[name].add(direction.mul(step * 0.01)) }).dataSync()[0]);
    const quotient = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / 0.12;
    const own = tf.tidy(() => gradients[i].mul(direction).sum().dataSync()[0]);
    assert.ok(Math.abs(own) > 1e-5, `${name} matters`);
    assert.ok(Math.abs(own - quotient) < 1e-3 + 0.01 * Math.abs(own), `${name}: ${own}, ${quotient} expected`);
  });
}

describe("soft attention", () => {
  const attention = softAttention({ placeSize: D, hiddenSize: H, attentionSize: A });
  const params = attention.init(fork(key, "attention"));
  const h = draw<tf.Rank.R2>("h", [N, H]);
  const attend = (weights: Params, x: tf.Tensor3D) =>
    tf.tidy(() => attention.attend(weights, { places: x, keys: attention.keys(weights, x) }, h));

  test("scores, shares and their sum are those of the equation, number by number", () => {
    const weights = { ...params, b: draw("b", [A]) } as Params;
    const { alpha, z } = attend(weights, places);
    const [Wh, Wx, w] = [weights.Wh, weights.Wx, weights.w].map(rows);
    const b = weights.b.dataSync();
    const xs = places.arraySync();
    rows(h).forEach((state, n) => {
      const scores = xs[n].map((x) =>
        w.reduce((sum, [weight], a) => {
          const asked = state.reduce((total, value, i) => total + value * Wh[i][a], b[a]);
          return sum + weight * Math.tanh(x.reduce((total, value, i) => total + value * Wx[i][a], asked));
        }, 0),
      );
      const all = scores.reduce((sum, score) => sum + Math.exp(score), 0);
      const shares = scores.map((score) => Math.exp(score) / all);
      assertClose(tf.tensor1d(rows(alpha)[n]), shares);
      const mixed = Array.from({ length: D }, (_, d) => shares.reduce((sum, share, l) => sum + share * xs[n][l][d], 0));
      assertClose(tf.tensor1d(rows(z)[n]), mixed, 1e-5);
    });
  });

  test("places in another order: the same shares in that order, and the same sum", () => {
    const [plain, reversed] = [attend(params, places), attend(params, places.reverse(1))];
    assertClose(reversed.alpha, plain.alpha.reverse(1));
    assertClose(reversed.z, plain.z, 1e-5);
  });

  test("its gradients are those of finite differences", () => {
    const wanted = draw<tf.Rank.R2>("wanted", [N, D]);
    const weights = { ...params, b: draw("b", [A]) } as Params;
    checkGradients((all) => attend(all, places).z.mul(wanted).sum() as tf.Scalar, weights);
  });
});

const tokens = tf.tensor2d([3, 1, 4, 1, 5, 9, 2, 6], [N, T], "int32");
const others = tf.tensor2d([7, 2, 5, 0, 6, 8, 3, 4], [N, T], "int32");
const attention = { placeSize: D, attentionSize: A };
const readers: Record<string, { options: Partial<QuestionReaderOptions>; sight: PictureFeatures }> = {
  "words alone": { options: {}, sight: {} },
  "picture first": { options: { vectorSize: F }, sight: { vector } },
  "picture first, with attention": { options: { vectorSize: F, attention }, sight: { vector, map: places } },
  "attention alone": { options: { attention }, sight: { map: places } },
};

for (const [name, { options, sight }] of Object.entries(readers)) {
  describe(`a question is read: ${name}`, () => {
    const reader = questionReader({ vocabSize: V, embeddingSize: E, hiddenSize: H, ...options });
    const params = reader.init(fork(key, name));

    test("its states are those of the LSTM's equation, step by step", () => {
      const { hs, alphas } = reader.read(params, tokens, sight);
      const cell = lstm({ inputSize: E + (options.attention ? D : 0), hiddenSize: H });
      const own = unprefixed<ReturnType<typeof cell.init>>("lstm.", params);
      const look = softAttention({ ...attention, hiddenSize: H });
      const words = (params.Ww as tf.Tensor2D).gather(tokens.transpose());
      const first = params.Wi ? [vector.matMul(params.Wi).add(params.bi)] : [];
      let state = cell.zeroState(N);
      const inputs = [...first, ...tf.unstack(words)];
      inputs.forEach((v, t) => {
        const looking = unprefixed<Params>("attention.", params);
        const seen = options.attention && { places, keys: look.keys(looking, places) };
        const { alpha, z } = seen ? look.attend(looking, seen, state.h) : { alpha: undefined, z: undefined };
        state = cell.step(own, state, (z ? tf.concat([v, z], 1) : v) as tf.Tensor2D);
        const word = t - first.length;
        if (word < 0) return;
        assertClose(hs.slice(word, 1).squeeze([0]), state.h, 1e-5);
        if (alpha) assertClose(alphas!.slice(word, 1).squeeze([0]), alpha, 1e-5);
      });
      assert.deepEqual(hs.shape, [T, N, H]);
      assert.equal(alphas === undefined, !options.attention);
    });

    test("what stands behind a word changes nothing before it", () => {
      const other = tokens.add(tf.tensor2d([0, 0, 0, 1, 0, 0, 0, 1], [N, T], "int32")) as tf.Tensor2D;
      const [a, b] = [tokens, other].map((read) => reader.read(params, read, sight).hs);
      assertClose(a.slice(0, T - 1), b.slice(0, T - 1));
      assert.ok(a.sub(b).abs().max().dataSync()[0] > 1e-3);
    });
  });
}

test("the last state is that of the last word of each question", () => {
  const hs = draw<tf.Rank.R3>("hs", [T, N, H]);
  const { mask } = padded(
    [
      [1, 1],
      [1, 1, 1, 1],
    ],
    { length: T },
  );
  const expected = tf.stack([hs.slice([1, 0, 0], [1, 1, H]), hs.slice([3, 1, 0], [1, 1, H])]).reshape([N, H]);
  assertClose(lastOf(hs, mask), expected);
});

test("a reader that looks says what it lacks", () => {
  const reader = questionReader({ vocabSize: V, embeddingSize: E, hiddenSize: H, vectorSize: F, attention });
  const params = reader.init(key);
  assert.throws(() => reader.read(params, tokens, { map: places }), /a vector of each picture expected, got none/);
  assert.throws(() => reader.read(params, tokens, { vector }), /a map of each picture expected, got none/);
});

test("a glance at the mean is attention without preferences: α alike everywhere, and no weights of its own", () => {
  const sizes = { vocabSize: V, embeddingSize: E, hiddenSize: H, vectorSize: F };
  const [soft, mean] = [attention, { ...attention, glance: "mean" as const }].map((look) =>
    questionReader({ ...sizes, attention: look }),
  );
  const params = soft.init(fork(key, "glance"));
  const alike = { ...params, "attention.w": tf.zerosLike(params["attention.w"]) };
  const sight = { vector, map: places };
  assertClose(mean.read(alike, tokens, sight).hs, soft.read(alike, tokens, sight).hs, 1e-5);
  assert.deepEqual(
    Object.keys(mean.init(key)).sort(),
    Object.keys(params)
      .filter((name) => !name.startsWith("attention."))
      .sort(),
  );
});

describe("answers in words", () => {
  const reader = questionReader({ vocabSize: V, embeddingSize: E, hiddenSize: H, vectorSize: F, attention });
  const model = tellingModel(reader, { vocabSize: V });
  const params = model.init(fork(key, "telling"));
  const mask = tf.tensor2d([0, 1, 1, 0, 0, 0, 1, 1], [N, T]);
  const targets = tf.tensor2d([0, 7, 2, 0, 0, 0, 3, 1], [N, T], "int32");
  const batch: AnswerBatch = { inputs: tokens, targets, mask, vector, map: places };

  test("an answer's nats are the mean over its words of −log p, each given those before", () => {
    const { hs } = reader.read(unprefixed("reader.", params), tokens, batch);
    const probs = hs.reshape<tf.Tensor2D>([-1, H]).matMul(params.Wy).add(params.by).softmax().reshape([T, N, V]);
    const p = (t: number, n: number, v: number) => (probs.arraySync() as number[][][])[t][n][v];
    const expected = [
      -(Math.log(p(1, 0, 7)) + Math.log(p(2, 0, 2))) / 2,
      -(Math.log(p(2, 1, 3)) + Math.log(p(3, 1, 1))) / 2,
    ];
    assertClose(model.answerNats(params, batch), expected, 1e-5);
    assertClose(model.loss(params, batch), [(expected[0] + expected[1]) / 2], 1e-5);
  });

  test("gradients are those of finite differences, and compiled as plain", () => {
    checkGradients((all) => model.loss(all, batch), params);
    const { emitWarning } = process;
    process.emitWarning = (warning) => assert.fail(String(warning)); // of what cannot be compiled
    const compiled = compile((all: Params) =>
      tf.grads((w: tf.Tensor) => model.loss({ ...all, "reader.Wi": w }, batch))([all["reader.Wi"]]),
    );
    assertClose(
      compiled(params)[0],
      tf.grad((w: tf.Tensor) => model.loss({ ...params, "reader.Wi": w }, batch))(params["reader.Wi"]),
      1e-5,
    );
    compiled.close();
    process.emitWarning = emitWarning;
  });
});

describe("pointing", () => {
  const boxes = draw<tf.Rank.R3>("boxes", [N, 4, F]);
  const answers = tf.tensor1d([2, 0], "int32");
  const { mask } = padded(
    [
      [1, 1],
      [1, 1, 1, 1],
    ],
    { length: T },
  );
  const batch = { tokens, mask, boxes, answers, vector };
  const reader = questionReader({ vocabSize: V, embeddingSize: E, hiddenSize: H, vectorSize: F });

  test("a box's logit is the dot product of its transformed features with the last hidden state", () => {
    const { init, logits } = pointingModel(reader, { scoring: "dot product", boxSize: F });
    const params = init(key);
    const { hs } = reader.read(unprefixed("reader.", params), tokens, { vector });
    const h = lastOf(hs, mask).arraySync();
    const shown = boxes.reshape<tf.Tensor2D>([-1, F]).matMul(params.Wp).reshape([N, 4, H]).arraySync() as number[][][];
    const expected = shown.flatMap((four, n) =>
      four.map((box) => box.reduce((sum, value, i) => sum + value * h[n][i], 0)),
    );
    assertClose(logits(params, batch).flatten(), expected, 1e-5);
  });

  for (const scoring of scorings) {
    test(`${scoring}: boxes in another order have their logits in that order; gradients are those of finite differences`, () => {
      const { init, logits, loss } = pointingModel(reader, { scoring, boxSize: F });
      const params = init(fork(key, scoring));
      const plain = logits(params, batch);
      assertClose(logits(params, { ...batch, boxes: boxes.reverse(1) }), plain.reverse(1), 1e-5);
      const asked = logits(params, { ...batch, tokens: others });
      assert.equal(plain.sub(asked).abs().max().dataSync()[0] > 1e-4, scoring !== "boxes alone");
      checkGradients((all) => loss(all, batch), params);
    });
  }
});

describe("a list of answers", () => {
  const K = 11;
  const { mask } = padded(
    [
      [1, 1],
      [1, 1, 1, 1],
    ],
    { length: T },
  );
  const answers = tf.tensor1d([10, 4], "int32");
  const batch = { tokens, mask, vector, answers };
  const reader = questionReader({ vocabSize: V, embeddingSize: E, hiddenSize: H });
  const model = (join: Join) => answerListModel(reader, { join, vectorSize: F, answers: K });

  for (const join of joins) {
    test(`${join}: both picture and question change the answer; gradients are those of finite differences`, () => {
      const { logits, loss, init } = model(join);
      const params = init(fork(key, join));
      const plain = logits(params, batch);
      assert.deepEqual(plain.shape, [N, K]);
      for (const change of [{ vector: vector.add(1) as tf.Tensor2D }, { tokens: others }]) {
        assert.ok(
          logits(params, { ...batch, ...change })
            .sub(plain)
            .abs()
            .max()
            .dataSync()[0] > 1e-4,
        );
      }
      checkGradients((all) => loss(all, batch), params);
    });
  }

  test("multiply: the element-wise product of the question's last h and the picture's v", () => {
    const { logits, init } = model("multiply");
    const params = init(key);
    const q = lastOf(reader.read(unprefixed("reader.", params), tokens, {}).hs, mask);
    const v = vector.matMul(params.Wi).tanh();
    const o = q
      .mul(v)
      .matMul(params.Wo as tf.Tensor2D)
      .tanh() as tf.Tensor2D;
    assertClose(logits(params, batch), o.matMul(params.Wy as tf.Tensor2D), 1e-5);
  });

  test("concatenated, a half of Wo that is zero leaves the picture out", () => {
    const { logits, init } = model("concatenate");
    const params = init(key);
    const blind = { ...params, Wo: params.Wo.mul(tf.tensor2d([...Array(H).fill([1]), ...Array(H).fill([0])])) };
    assertClose(logits(blind, batch), logits(blind, { ...batch, vector: vector.add(1) }));
    assert.deepEqual(params.Wo.shape, [2 * H, H]);
  });
});

test("the same key gives the same weights, and nothing is left behind", () => {
  const reader = questionReader({ vocabSize: V, embeddingSize: E, hiddenSize: H, vectorSize: F, attention });
  const model = tellingModel(reader, { vocabSize: V });
  const before = tf.memory().numTensors;
  const [a, b] = [model.init(key), model.init(key)];
  for (const name of Object.keys(a)) assertClose(a[name], b[name], 0, name);
  const run = reader.read(unprefixed("reader.", a), tokens, { vector, map: places });
  assert.equal(tf.memory().numTensors - before, 2 * Object.keys(a).length + 2);
  tf.dispose([a, b, run] as tf.TensorContainer);
  assert.equal(tf.memory().numTensors, before);
});
