import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { seed, uniforms } from "../../lib/core/random";
import { ngram } from "../../lib/models/ngram";
import { ngramText } from "../../lib/models/ngramText";

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

describe("texts that a counting model writes", () => {
  const model = ngram(text, 4, V);

  for (const [order, context] of [
    [4, [0, 1, 0]],
    [4, [3, 3, 3, 3]],
    [2, [0, 1, 0]],
    [3, []],
  ] as const) {
    test(`a token after [${context}] at order ${order} is drawn from that order's probabilities`, () => {
      const uniform = uniforms(seed(order));
      const draws = 20_000;
      const counts = new Array<number>(V).fill(0);
      for (let i = 0; i < draws; i++) counts[model.draw(context, uniform, order)]++;
      const shorter = ngram(text, order, V);
      counts.forEach((count, token) => {
        const p = shorter.probability(context, token);
        const deviation = (count - draws * p) / Math.sqrt(draws * p * (1 - p));
        assert.ok(Math.abs(deviation) < 4.5, `${token}: ${count / draws} of ${p}`);
      });
    });
  }

  test("the key decides, and each token follows those before it", () => {
    const options = { prompt: [0, 1, 2], length: 50 };
    const [one, same, other] = [1, 1, 2].map((n) => ngramText(model, { ...options, key: seed(n) }));
    assert.deepEqual(same, one);
    assert.notDeepEqual(other, one);
    const cycle = Int32Array.from({ length: 4000 }, (_, i) => [0, 0, 1, 0, 2, 2][i % 6]);
    const known = ngram(cycle, 4, 3);
    const written = ngramText(known, { prompt: [0, 0, 1], length: 60, key: seed(3) });
    assert.ok(known.bits(Int32Array.of(0, 0, 1, ...written), { first: 3 }) < 0.1);
    const forgetful = ngramText(known, { prompt: [0, 0, 1], length: 60, order: 1, key: seed(3) });
    assert.ok(known.bits(Int32Array.of(0, 0, 1, ...forgetful), { first: 3 }) > 2, "order 1 knows frequencies only");
  });
});
