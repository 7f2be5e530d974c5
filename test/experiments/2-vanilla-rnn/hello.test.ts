import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { hello } from "../../../lib/experiments/2-vanilla-rnn/hello/claims";
import type { HelloResult } from "../../../lib/experiments/2-vanilla-rnn/hello/config";
import { memorylessBound } from "../../../lib/experiments/2-vanilla-rnn/hello/run";

const tiny = { steps: 60, evaluateEvery: 20, seeds: 3 };

test("without memory “hello” costs (2 ln 2)/4 nats per letter, and a word without doubt nothing", () => {
  assert.ok(Math.abs(memorylessBound("hello") - (2 * Math.LN2) / 4) < 1e-15);
  assert.equal(memorylessBound("help"), 0);
  // After a, three times of six: b, b, c. Elsewhere there is no choice.
  assert.ok(Math.abs(memorylessBound("ababaca") - (Math.log(3) - (2 / 3) * Math.LN2) / 2) < 1e-12);
});

describe("a run", () => {
  let result: HelloResult;
  before(async () => {
    result = await hello.run(tiny, {});
  });

  test("with an empty state at each letter no loss is below the bound; with its state each network gets below", () => {
    for (const { withState, without } of result.models) {
      for (const { nats } of without.curve) assert.ok(nats > result.bound - 1e-6);
      assert.ok(withState.nats! < result.bound);
      assert.equal(withState.curve.at(-1)?.nats, withState.nats);
    }
  });

  test("both trainings begin with the same weights: before the first step they differ only by the state", () => {
    for (const { withState, without } of result.models) {
      assert.equal(withState.curve[0].step, 0);
      assert.ok(Math.abs(withState.curve[0].nats - without.curve[0].nats) < 0.5);
    }
    const starts = result.models.map(({ withState }) => withState.curve[0].nats);
    assert.equal(new Set(starts).size, 3);
  });

  test("every number of the table follows from the rounded weights by school arithmetic", () => {
    const { weights, steps } = result.models[0].pass!;
    const { Wx, Wh, Wy } = weights;
    const [[b], [by]] = [weights.b, weights.by];
    for (const value of Object.values(weights).flat(2)) assert.equal(Number(value.toFixed(2)), value);
    let h = [0, 0, 0];
    const letters = ["h", "e", "l", "o"];
    const table = hello.tables.steps(result);
    [..."hell"].forEach((letter, t) => {
      const row = Wx[letters.indexOf(letter)];
      h = row.map((x, j) => Math.tanh(x + b[j] + h.reduce((sum, value, i) => sum + value * Wh[i][j], 0)));
      const logits = letters.map((_, k) => by[k] + h.reduce((sum, value, j) => sum + value * Wy[j][k], 0));
      const total = logits.reduce((sum, value) => sum + Math.exp(value), 0);
      const probs = logits.map((value) => Math.exp(value) / total);
      const nats = -Math.log(probs[letters.indexOf("ello"[t])]);
      [...h, ...logits, ...probs, nats].forEach((value, i) => {
        const shown = i < 11 ? table.rows[t][2 + i] : table.rows[t][14];
        assert.ok(Math.abs(Number(shown) - value) < 5.1e-5, `${letter} ${t} ${i}: ${shown} printed, ${value} computed`);
      });
      assert.deepEqual([table.rows[t][1], table.rows[t][13]], [letter, "ello"[t]]);
      assert.equal(steps[t].next, "ello"[t]);
    });
  });

  test("the verdict follows the losses, whichever way they point, and counts those that write the word", () => {
    const made = (nats: number): HelloResult => ({
      ...result,
      models: result.models.map((model, i) => ({
        ...model,
        withState: { ...model.withState, nats: nats + i / 100, written: i === 0 ? "ello" : "elll" },
      })),
    });
    assert.equal(hello.verdict(made(0.1), "hello-needs-state").outcome, "holds");
    assert.ok(Math.abs(hello.verdict(made(0.1), "hello-needs-state").effect! - (result.bound - 0.11)) < 1e-12);
    assert.equal(hello.verdict(made(0.5), "hello-needs-state").outcome, "fails");
    assert.match(hello.verdict(made(0.5), "hello-needs-state").measured, /1 write “ello”/);
  });

  test("a network that was stopped does not count", () => {
    const models = result.models.map((model, i) => ({
      ...model,
      without: { ...model.without, ended: i < 2 ? ("interrupted" as const) : model.without.ended },
    }));
    assert.equal(hello.verdict({ ...result, models }, "hello-needs-state").outcome, "undecided");
  });
});

test("another word: letters in the order in which they come", async () => {
  const { letters, models } = await hello.run({ ...tiny, word: "llama", seeds: 1 }, {});
  assert.deepEqual(letters, ["l", "a", "m"]);
  assert.deepEqual(
    models[0].pass?.steps.map(({ read, next }) => read + next),
    ["ll", "la", "am", "ma"],
  );
});

test("a word that has nothing to predict is told", async () => {
  await assert.rejects(async () => hello.run({ ...tiny, word: "h" }, {}), {
    message: 'word: at least two different letters expected, got "h"',
  });
});
