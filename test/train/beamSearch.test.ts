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
