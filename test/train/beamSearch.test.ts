import assert from "node:assert/strict";
import { test } from "node:test";
import { lstm } from "../../lib/cells/lstm";
import { seed } from "../../lib/core/random";
import { mapTensors } from "../../lib/core/tensors";
import { tf } from "../../lib/core/tf";
import { charLm } from "../../lib/models/charLm";
import { type BeamOptions, beamSearch, type Hypothesis } from "../../lib/train/beamSearch";

const [V, prompt, length] = [4, [2, 0], 4];
const model = charLm(lstm({ inputSize: V, hiddenSize: 5 }));
// Weights of some size, so that the likeliest texts are not all alike.
const params = mapTensors(model.init(seed(3)), (tensor) => tensor.mul(3));

/** The log-probability of what follows the prompt, by reading the whole text at once. */
function logProb(tokens: readonly number[]): number {
  const read = tf.tensor2d([[...prompt, ...tokens]], undefined, "int32");
  const logProbs = model.logits(params, read).logits.logSoftmax().arraySync()[0] as number[][];
  return tokens.reduce((sum, token, t) => sum + logProbs[prompt.length - 1 + t][token], 0);
}

/** Every text there is, the likeliest first: to `length`, or shorter where it ends with `end`. */
function enumerate(end?: number): Hypothesis[] {
  const complete = (tokens: number[]): number[][] =>
    tokens.length === length || (tokens.length > 0 && tokens.at(-1) === end)
      ? [tokens]
      : Array.from({ length: V }, (_, token) => complete([...tokens, token])).flat();
  return complete([])
    .map((tokens) => ({ tokens: tokens.at(-1) === end ? tokens.slice(0, -1) : tokens, logProb: logProb(tokens) }))
    .sort((a, b) => b.logProb - a.logProb);
}

function search(options: Partial<BeamOptions>): Hypothesis[] {
  const beam = beamSearch(model);
  const found = beam.search(params, { prompt, width: 1, length, ...options });
  beam.close();
  return found;
}

function assertSame(found: readonly Hypothesis[], expected: readonly Hypothesis[]): void {
  assert.deepEqual(
    found.map(({ tokens }) => tokens),
    expected.map(({ tokens }) => tokens),
  );
  found.forEach((one, i) => {
    assert.ok(Math.abs(one.logProb - expected[i].logProb) < 1e-5, `${one.logProb}, not ${expected[i].logProb}`);
  });
}

test("a beam as wide as there are texts finds them all, in order", () => {
  assertSame(search({ width: V ** length }), enumerate());
});

test("texts that end early keep their probability and are not continued", () => {
  assertSame(search({ width: V ** length, end: 1 }), enumerate(1));
});

/** The same texts by log p / length^a, the end token counted. */
const normalised = (texts: readonly Hypothesis[], a: number): Hypothesis[] => {
  const score = ({ tokens, logProb: p }: Hypothesis) => p / Math.min(tokens.length + 1, length) ** a;
  return [...texts].sort((one, other) => score(other) - score(one));
};

for (const a of [0, 0.5, 1]) {
  test(`by log p / length^${a} a beam as wide as there are texts finds the best first, their probability as it is`, () => {
    const all = normalised(enumerate(1), a);
    assertSame(search({ width: V ** length, end: 1, lengthNormalisation: a }), all);
  });
}

test("a length normalisation of 0 is none, at every width; with 1 texts are longer", () => {
  for (const width of [1, 2, 5])
    assertSame(search({ width, end: 1, lengthNormalisation: 0 }), search({ width, end: 1 }));
  const [plain, mean] = [0, 1].map((lengthNormalisation) =>
    search({ width: V ** length, end: 1, lengthNormalisation }),
  );
  assert.ok(mean[0].tokens.length >= plain[0].tokens.length);
});

/** How often the most frequent n tokens in a row stand in a text. */
function mostRepeats(tokens: readonly number[], n: number): number {
  const rows = tokens.slice(n - 1).map((_, i) => tokens.slice(i, i + n).join());
  return Math.max(...rows.map((row) => rows.filter((other) => other === row).length));
}

for (const [n, length] of [
  [1, V],
  [2, 8],
  [3, 24],
] as const) {
  test(`with ${n} blocked no ${n} tokens in a row stand twice in a text; else they would`, () => {
    assert.ok(search({ width: 3, length }).some(({ tokens }) => mostRepeats(tokens, n) > 1));
    const found = search({ width: 3, length, blockRepeats: n });
    assert.ok(found.length > 0);
    for (const { tokens, logProb: p } of found) {
      assert.ok(tokens.length === length && mostRepeats(tokens, n) === 1, `${tokens}`);
      assert.ok(Math.abs(p - logProb(tokens)) < 1e-3, "the probability is the model's own");
    }
  });
}

test("blocked, a beam as wide as there are texts finds those that repeat nothing, in order; END may follow anything", () => {
  const expected = enumerate(1).filter(({ tokens }) => tokens.length < 3 || mostRepeats(tokens, 2) === 1);
  assertSame(search({ width: V ** length, end: 1, blockRepeats: 2 }), expected);
});

test("a prompt may end with the end token: a text begins all the same", () => {
  const end = prompt[prompt.length - 1];
  assertSame(search({ width: V ** length, end }), enumerate(end));
});

test("width 1 takes the likeliest token at each step", () => {
  const greedy: number[] = [];
  while (greedy.length < length) {
    const tokens = Array.from({ length: V }, (_, token) => [...greedy, token]);
    greedy.push(tokens.sort((a, b) => logProb(b) - logProb(a))[0].at(-1) as number);
  }
  assertSame(search({}), [{ tokens: greedy, logProb: logProb(greedy) }]);
});

test("a search that ends before its length stops there, and leaks nothing", () => {
  const before = tf.memory().numTensors;
  const [first] = search({ width: 3, length: 10_000, end: 1 });
  assert.ok(first.tokens.length < 100);
  assert.equal(tf.memory().numTensors, before);
});
