import assert from "node:assert/strict";
import { test } from "node:test";
import { gru } from "../../lib/cells/gru";
import { LabError } from "../../lib/core/errors";
import { seed } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { charLm } from "../../lib/models/charLm";
import { categorical, singles } from "../../lib/train/categorical";
import type { NextToken } from "../../lib/train/nextToken";
import { type Sequence, sample, sampler } from "../../lib/train/sample";

/** A model without memory: always the same logits. */
const logits = [2, 0, 1, -1];
const fixed: NextToken<{ h: tf.Tensor2D }> = {
  zeroState: (N) => ({ h: tf.zeros([N, 1]) }),
  next: (_params, tokens, state) => ({ logits: tf.tile(tf.tensor2d([logits]), [tokens.shape[0], 1]), state }),
  logits: (_params, tokens) => ({
    logits: tf.tile(tf.tensor3d(logits, [1, 1, 4]), [tokens.shape[0], tokens.shape[1], 1]),
    state: { h: tf.zeros([tokens.shape[0], 1]) },
  }),
};

const recurrent = charLm(gru({ inputSize: 4, hiddenSize: 8 }));

/** What is not said is the same for all. */
const sequence = (changed: Partial<Sequence>): Sequence => ({ prompt: [0], temperature: 1, key: seed(5), ...changed });

test("tokens come as often as softmax(logits / temperature) says", () => {
  for (const temperature of [0.5, 1, 2]) {
    const n = 4000;
    const [drawn] = sample(fixed, {}, { sequences: [sequence({ temperature })], length: n });
    const weights = logits.map((z) => Math.exp(z / temperature));
    const total = weights.reduce((a, b) => a + b);
    weights.forEach((weight, token) => {
      const [p, share] = [weight / total, drawn.filter((t) => t === token).length / n];
      const margin = 4 * Math.sqrt((p * (1 - p)) / n);
      assert.ok(Math.abs(share - p) < margin, `token ${token} at ${temperature}: ${share}, not ${p}`);
    });
  }
});

test("temperature 0 is the argmax", () => {
  const [drawn] = sample(fixed, {}, { sequences: [sequence({ temperature: 0 })], length: 20 });
  assert.deepEqual([...drawn], Array(20).fill(0));
});

test("a sequence depends on its prompt, temperature and key, and on nothing else in the batch", () => {
  const params = recurrent.init(seed(1));
  const draw = (...changes: Partial<Sequence>[]) =>
    sample(recurrent, params, {
      sequences: changes.map((change) => sequence({ prompt: [1, 2, 3], ...change })),
      length: 30,
    });
  const [alone] = draw({});
  const [, same, ...others] = draw(
    { prompt: [2, 2, 2] },
    {},
    { prompt: [3, 0, 0] },
    { key: seed(6) },
    { temperature: 0.2 },
  );
  assert.deepEqual(same, alone);
  for (const other of others) assert.notDeepEqual(other, alone);
});

test("what is drawn is what the model predicts when it reads it: prompt and state are not lost", () => {
  const params = recurrent.init(seed(1));
  const prompt = [1, 3, 2];
  const [drawn] = sample(recurrent, params, { sequences: [sequence({ prompt, temperature: 0 })], length: 12 });
  const read = tf.tensor2d([[...prompt, ...drawn]], undefined, "int32");
  const likeliest = recurrent.logits(params, read).logits.argMax(-1).dataSync();
  assert.deepEqual([...drawn], [...likeliest.slice(prompt.length - 1, -1)]);
});

test("prompts that are empty, missing or of different lengths are told", () => {
  const draw = (...prompts: number[][]) =>
    sample(fixed, {}, { sequences: prompts.map((prompt) => sequence({ prompt })), length: 1 });
  assert.throws(() => draw([1], [1, 2]), { message: /prompts of one length, at least 1, expected, got lengths 1, 2/ });
  assert.throws(() => draw([]), { message: /got lengths 0/ });
  assert.throws(() => draw(), { message: /got lengths of none/ });
});

test("neither the block's length nor what was drawn before changes what is drawn", () => {
  const params = recurrent.init(seed(1));
  const options = { sequences: [sequence({ prompt: [1, 2] }), sequence({ prompt: [3, 3], key: seed(6) })], length: 21 };
  const expected = sample(recurrent, params, options);
  for (const block of [1, 5, 64]) {
    const { draw, close } = sampler(recurrent, { block });
    assert.deepEqual([draw(params, options), draw(params, options)], [expected, expected], `blocks of ${block}`);
    close();
  }
});

test("drawing goes on from the state that it is given, which stays the caller's", () => {
  const params = recurrent.init(seed(1));
  const history = [1, 3, 0, 2];
  const { state: initial } = recurrent.logits(params, tf.tensor2d([history], undefined, "int32"));
  for (const prompt of [[2], [2, 1]]) {
    const options = { sequences: [sequence({ prompt, temperature: 0 })], length: 20 };
    const [whole] = sample(recurrent, params, {
      ...options,
      sequences: [sequence({ prompt: [...history, ...prompt], temperature: 0 })],
    });
    const before = tf.memory().numTensors;
    assert.deepEqual(sample(recurrent, params, { ...options, initial })[0], whole);
    assert.equal(tf.memory().numTensors, before);
    assert.notDeepEqual(sample(recurrent, params, options)[0], whole);
  }
});

test("drawing leaks no tensors", () => {
  const params = recurrent.init(seed(1));
  const before = tf.memory().numTensors;
  sample(recurrent, params, { sequences: [sequence({ prompt: [1, 2] })], length: 5 });
  assert.equal(tf.memory().numTensors, before);
});

test("the first and the last uniform number fall to tokens that are possible", () => {
  const logits = [[Number.NEGATIVE_INFINITY, 0.1, 0.7, -0.3, Number.NEGATIVE_INFINITY]];
  const draw = (u: number, temperature: number) =>
    categorical(tf.tensor2d(logits), {
      uniforms: tf.tensor1d(singles([u])),
      temperatures: tf.tensor1d([temperature]),
    }).dataSync()[0];
  for (const temperature of [0.3, 1, 1.7])
    assert.deepEqual([draw(0, temperature), draw(1 - 1e-12, temperature)], [1, 3]);
  assert.equal(draw(0.5, 0), 2);
});

test("a prompt, a length or a temperature that is none is told in a sentence", () => {
  const params = recurrent.init(seed(1));
  const told = (changed: Partial<Sequence>, message: RegExp, length = 3) =>
    assert.throws(
      () => sample(recurrent, params, { sequences: [sequence(changed)], length }),
      (error: unknown) => error instanceof LabError && message.test(error.message),
    );
  told({ prompt: [] }, /prompts of one length, at least 1, expected, got lengths 0; a text may begin after a line end/);
  for (const token of [-1, 4, 1.5, NaN, Infinity]) {
    told({ prompt: [1, token] }, new RegExp(`prompts of tokens from 0 to 3 expected, got ${token}$`));
    told({ prompt: [token] }, new RegExp(`prompts of tokens from 0 to 3 expected, got ${token}$`));
  }
  for (const length of [-1, 1.5, NaN, 1e10]) told({}, /^sample: (options\.)?length: .* expected, got /, length);
  for (const temperature of [-1, NaN]) told({ temperature }, /temperature: a number of at least 0 expected, got /);
});
