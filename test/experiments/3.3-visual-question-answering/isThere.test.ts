import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { askedScenes, isOfSeed } from "../../../lib/experiments/3.3-visual-question-answering/askedScenes";
import { isThere } from "../../../lib/experiments/3.3-visual-question-answering/isThere/claims";
import { isThereDefaults } from "../../../lib/experiments/3.3-visual-question-answering/isThere/config";
import { presenceOf } from "../../../lib/experiments/3.3-visual-question-answering/isThere/isThereRecipe";
import { partsOf } from "../../../lib/experiments/3.3-visual-question-answering/seedParts";
import { atOwnRates } from "../../../lib/lab/chosenRates";
import { joins } from "../../../lib/models/joinLayer";

describe("what each seed learns from and is tested on", () => {
  const sizes = { trainScenes: 40, testScenes: 20, questionsPerScene: 0, seeds: 2 };
  const all = presenceOf([...askedScenes(sizes)]);
  const questions = {
    train: all.filter(({ id }) => id.startsWith("train")),
    test: all.filter(({ id }) => !id.startsWith("train")),
  };
  const share = (some: readonly { answer: string }[]) =>
    some.filter(({ answer }) => answer === "yes").length / some.length;

  test("each set is balanced by itself: no pair of scenes is of two", () => {
    assert.equal(share(questions.train), 0.5);
    for (const n of [1, 2]) assert.equal(share(questions.test.filter(({ id }) => isOfSeed(id, n))), 0.5);
  });

  test("a seed that judges is tested on its own scenes; the one that chooses rates on a tenth of those to learn from", () => {
    const judging = partsOf(questions, 2, sizes.trainScenes);
    assert.equal(judging.train.length, questions.train.length);
    assert.ok(judging.test.length > 0 && judging.test.every(({ id }) => id.startsWith("test 2 ")));
    const choosing = partsOf(questions, 0, sizes.trainScenes);
    assert.equal(choosing.train.length + choosing.test.length, questions.train.length);
    assert.equal(new Set(choosing.test.map(({ id }) => id)).size, 4);
    assert.equal(share(choosing.test), 0.5);
    const learnt = new Set(choosing.train.map(({ id }) => id));
    assert.ok(choosing.test.every(({ id }) => id.startsWith("train ") && !learnt.has(id)));
  });

  test("each way to answer gets the rate that suits it, and none is tried where there is one", async () => {
    const best = { concatenate: 0.1, multiply: 0.3 };
    const run = async (jobs: readonly { condition: keyof typeof best; seed: number; learningRate: number }[]) =>
      jobs.map((job) => ({ ...job, final: { bits: Math.abs(job.learningRate - best[job.condition]) } }));
    const several = await atOwnRates({ arms: joins, rates: [0.1, 0.2, 0.3], seeds: [1, 2] }, run);
    assert.deepEqual(
      several.models.map(({ condition, seed, learningRate }) => [condition, seed, learningRate]),
      [1, 2].flatMap((n) => joins.map((join) => [join, n, best[join]])),
    );
    assert.equal(several.tried.length, 6);
    const one = await atOwnRates({ arms: joins, rates: [0.2], seeds: [1] }, run);
    assert.deepEqual([one.tried.length, one.models.map(({ learningRate }) => learningRate)], [0, [0.2, 0.2]]);
  });
});

test("the verdict follows the numbers: a point is the least that multiplying must gain", () => {
  const made = (gain: number) => ({
    ...{ config: isThereDefaults, trainQuestions: 9, asked: 9, shown: [], tried: [] },
    models: [-0.002, 0, 0.002].flatMap((shift, i) =>
      joins.map((condition) => ({
        ...{ seed: i + 1, condition, ended: "finished" as const, learningRate: 0.01, curve: [], said: [] },
        ...{ parameters: 1, hiddenSize: 1 },
        final: { accuracy: 0.7 + (condition === "multiply" ? gain + shift : 0), yes: 0.7, no: 0.7, bits: 0.5 },
      })),
    ),
  });
  const verdict = (gain: number) => isThere.verdict(made(gain), "multiply-where-both-are-needed");
  assert.equal(verdict(0.05).outcome, "holds");
  assert.ok(Math.abs(verdict(0.05).effect! - 5) < 1e-9);
  assert.equal(verdict(0.01).outcome, "undecided");
  assert.equal(verdict(0).outcome, "fails");
  assert.equal(verdict(-0.05).outcome, "fails");
});
