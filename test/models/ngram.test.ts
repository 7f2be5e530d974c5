import assert from "node:assert/strict";
import { test } from "node:test";
import { seed, uniforms } from "../../lib/core/random";
import { ngram } from "../../lib/models/ngram";

const next = uniforms(seed(9));
const text = Int32Array.from({ length: 300 }, () => Math.floor(next() ** 2 * 4));
const V = 6;

test("the probabilities after any context sum to 1, seen or not", () => {
  for (const order of [1, 2, 3, 5]) {
    const model = ngram(text, order, V);
    for (const context of [[], [0], [3, 2], [5, 5, 5], [0, 0, 0, 0, 0, 0]]) {
      const total = Array.from({ length: V }, (_, token) => model.probability(context, token)).reduce((a, b) => a + b);
      assert.ok(Math.abs(total - 1) < 1e-12, `order ${order} after [${context}]: ${total}`);
    }
  }
});

test("Witten and Bell's estimate by hand", () => {
  // "abab a c": after a come b b c; two kinds in three
  const model = ngram(Int32Array.from([0, 1, 0, 1, 0, 2]), 2, 3);
  const unigram = (count: number) => (count + 3 / 3) / (6 + 3);
  assert.ok(Math.abs(model.probability([0], 1) - (2 + 2 * unigram(2)) / (3 + 2)) < 1e-12);
  assert.ok(Math.abs(model.probability([0], 0) - (0 + 2 * unigram(3)) / (3 + 2)) < 1e-12);
});

test("bits are the mean surprise, and a longer context helps on a text that has one", () => {
  const cycle = Int32Array.from({ length: 400 }, (_, i) => [0, 0, 1, 0, 2, 2][i % 6]);
  const [one, two, three] = [1, 2, 3].map((order) => ngram(cycle, order, 3).bits(cycle));
  assert.ok(one > two && two > three && three < 0.1, `${one} ${two} ${three}`);
  const uniform = ngram(Int32Array.of(), 1, 8);
  assert.equal(uniform.bits(Int32Array.of(1, 2, 3)), 3);
});

test("a lower order from the same counts is the model of that order", () => {
  const [learnt, rest] = [text.slice(0, 200), text.slice(200)];
  const shared = ngram(learnt, 4, V);
  for (const order of [1, 2, 3, 4]) assert.equal(shared.bits(rest, { order }), ngram(learnt, order, V).bits(rest));
});
