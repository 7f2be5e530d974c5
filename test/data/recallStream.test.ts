import assert from "node:assert/strict";
import { test } from "node:test";
import { fork, seed } from "../../lib/core/random";
import { tf } from "../../lib/core/tf";
import { recallSymbols, recallWindows } from "../../lib/data/recallStream";

const [N, T] = [6, 4];
const { cues, distractors, ask, size } = recallSymbols;

/** What each reader reads in `count` windows: symbol, answer, whether it is asked. */
function streams(lag: number, { count = 12, key = seed(1) } = {}) {
  const rows = Array.from({ length: N }, () => [] as { symbol: number; answer: number; asked: number }[]);
  for (const { inputs, targets, asked } of recallWindows({ batchSize: N, windowLength: T, lag, key })) {
    const [x, y, a] = [inputs, targets, asked].map((tensor) => tensor.arraySync());
    rows.forEach((row, n) => {
      row.push(...x[n].map((symbol, t) => ({ symbol, answer: y[n][t], asked: a[n][t] })));
    });
    tf.dispose([inputs, targets, asked]);
    if (rows[0].length >= count * T) break;
  }
  return rows;
}

for (const lag of [1, 3, 7]) {
  test(`lag ${lag}: every question stands lag steps behind its cue, distractors between them, across windows`, () => {
    let questions = 0;
    for (const row of streams(lag)) {
      row.forEach(({ symbol, answer, asked }, t) => {
        assert.ok(symbol >= 0 && symbol < size);
        if (asked === 0) return;
        questions++;
        assert.equal(symbol, ask);
        assert.equal(row[t - lag].symbol, answer);
        for (const { symbol: between } of row.slice(t - lag + 1, t)) {
          assert.ok(between >= cues && between < cues + distractors);
        }
      });
      const asks = row.flatMap(({ asked }, t) => (asked ? t : []));
      asks.slice(1).forEach((t, i) => void assert.equal(t - asks[i], lag + 1));
    }
    assert.ok(questions >= N * (Math.floor((12 * T) / (lag + 1)) - 1));
  });
}

test("readers are in phases of their own, answers are drawn evenly, and a key says everything", () => {
  const rows = streams(7, { count: 200 });
  assert.ok(new Set(rows.map((row) => row.findIndex(({ asked }) => asked === 1) % 8)).size > 2);
  const answers = rows.flat().flatMap(({ answer, asked }) => (asked ? answer : []));
  const share = answers.reduce((sum, answer) => sum + answer, 0) / answers.length;
  assert.ok(Math.abs(share - 0.5) < 0.08, `${share} of ${answers.length}`);
  assert.deepEqual(streams(3), streams(3));
  assert.notDeepEqual(streams(3), streams(3, { key: fork(seed(1), "other") }));
});
