import assert from "node:assert/strict";
import { test } from "node:test";
import { seed } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { recallBatches, recallVocabulary } from "../../lib/data/recall";

const options = { symbols: 4, lag: 6, batchSize: 64 };

/** The first batches as numbers. */
function drawn(n: number, key = seed(3)) {
  const batches: { inputs: number[][]; targets: number[] }[] = [];
  for (const { inputs, targets } of recallBatches(key, options)) {
    batches.push({ inputs: inputs.arraySync() as number[][], targets: Array.from(targets.dataSync()) });
    tf.dispose([inputs, targets]);
    if (batches.length === n) return batches;
  }
  throw new Error("recallBatches ended");
}

test("a sequence is a symbol, distractors of other tokens, and the question; the symbol is asked for", () => {
  const [{ inputs, targets }] = drawn(1);
  assert.equal(inputs.length, 64);
  inputs.forEach((row, n) => {
    assert.equal(row.length, 8);
    assert.equal(row[0], targets[n]);
    assert.ok(row[0] >= 0 && row[0] < 4);
    assert.ok(row.slice(1, 7).every((token) => token >= 4 && token < 8));
    assert.equal(row[7], recallVocabulary(4) - 1);
  });
});

test("every symbol and distractor comes, and the distractors say nothing of the symbol", () => {
  const all = drawn(20);
  const counts = new Map<string, number>();
  for (const { inputs } of all) {
    for (const row of inputs) counts.set(`${row[0]} ${row[6]}`, (counts.get(`${row[0]} ${row[6]}`) ?? 0) + 1);
  }
  assert.equal(counts.size, 16);
  for (const [pair, count] of counts) assert.ok(Math.abs(count - 80) < 36, `${pair}: ${count} of 1280, expected 80`);
});

test("a key draws the same batches, each other ones; another key others", () => {
  const [first, second] = drawn(2);
  assert.deepEqual(drawn(2), [first, second]);
  assert.notDeepEqual(first, second);
  assert.notDeepEqual(drawn(1, seed(4))[0], first);
});
