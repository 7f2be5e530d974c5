import assert from "node:assert/strict";
import { test } from "node:test";
import { mean } from "../../lib/analysis/statistics";
import { vanilla } from "../../lib/cells/vanilla";
import { vocabulary } from "../../lib/data/vocabulary";
import { readRing } from "../../lib/data/windows";
import { chosenRates, pilotText } from "../../lib/lab/chosenRates";
import { countedBits } from "../../lib/lab/countedBits";
import { learnInTurn, ofWindows, textLearner } from "../../lib/lab/textLearner";
import { charLm } from "../../lib/models/charLm";
import { ngram } from "../../lib/models/ngram";

const letters = Array.from({ length: 700 }, (_, i) => "abcde"[((i * i + 3 * i) % 5) ^ (i % 3)] ?? "e").join("");
const known = vocabulary(letters);
const tokens = known.encode(letters);
const text = { name: "letters", vocabulary: known, train: tokens.subarray(0, 500), heldOut: tokens.subarray(500) };
const training = {
  ...{ batchSize: 2, windowLength: 4, steps: 6, learningRate: 0.01, clipNorm: 5, evaluateEvery: 3 },
  ...{ heldOutWindows: 2, shards: 1 },
};

test("windows are put together into at most twenty blocks of neighbours, about equally long", () => {
  const blocksOf = (count: number) => ofWindows(Array.from({ length: count }, (_, i) => i)).blocks;
  assert.deepEqual(blocksOf(3), [0, 1, 2]);
  assert.deepEqual([blocksOf(26).length, blocksOf(26)[0]], [13, 0.5]);
  assert.deepEqual([blocksOf(118).length, blocksOf(118)[0]], [19, 2.5]);
  assert.equal(ofWindows([1, 2, 6]).bits, 3);
});

test("n-grams are measured on all the held-out text, block by block on the characters of the windows", () => {
  const counted = countedBits(text, training, 3);
  const model = ngram(text.train, 3, known.size);
  const rows = readRing(text.heldOut, { readers: 2, start: 0, length: 101 });
  for (const { order, bits } of counted) {
    const whole = mean(rows.map((row) => model.bits(row, { first: 1, order })));
    assert.ok(Math.abs(bits - whole) < 1e-9, `${order}: ${bits} and ${whole}`);
  }
});

test("after the last step a network is measured on all the held-out text, before it on some", async () => {
  const learner = textLearner(text, charLm(vanilla({ inputSize: known.size, hiddenSize: 3 })), training);
  const [{ curve, heldOutBits, heldOutBlocks }] = await learnInTurn(learner, training, {
    ...{ seeds: [1], context: {}, result: () => ({}) },
  });
  learner.close();
  assert.equal(heldOutBlocks?.length, 12);
  assert.ok(Math.abs((heldOutBits ?? 0) - mean(heldOutBlocks ?? [])) < 0.01);
  assert.deepEqual(
    curve.map(({ heldOutBlocks: blocks }) => blocks?.length),
    [undefined, 12],
  );
});

test("a rate is chosen for each arm by its pilots alone, which read none of what judges", () => {
  const pilot = pilotText(text);
  assert.deepEqual([...pilot.train, ...pilot.heldOut], [...text.train]);
  assert.equal(pilot.heldOut.length, 50);
  const tried = [
    { arm: "a", rate: 1, bits: 3 },
    { arm: "a", rate: 2, bits: 2 },
    { arm: "b", rate: 1, bits: 1 },
    { arm: "b", rate: 2, bits: null },
    { arm: "c", rate: 1, bits: null },
  ];
  assert.deepEqual(Object.fromEntries(chosenRates(tried)), { a: 2, b: 1 });
});
