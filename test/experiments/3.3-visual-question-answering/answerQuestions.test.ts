import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { tf } from "../../../lib/core/tf";
import type { VisualQuestion } from "../../../lib/data/visual7w";
import {
  answerInTurn,
  answerVisual7w,
} from "../../../lib/experiments/3.3-visual-question-answering/visual7w/answerQuestions";
import type { SeenPictures } from "../../../lib/experiments/3.3-visual-question-answering/visual7w/seenPictures";

describe("real questions, with and without features of their photographs", () => {
  const kinds = [
    ["what color is the sky", "blue"],
    ["how many dogs are there", "two"],
    ["where is the boat", "on the water"],
    ["who is running", "a man"],
  ];
  const answers = kinds.map(([, answer]) => answer);
  const questions = Array.from({ length: 40 }, (_, id): VisualQuestion => {
    const [question, answer] = kinds[id % 4];
    return {
      ...{ id, imageId: `${id % 20}`, file: null, split: "test", type: "what", question, answer, boxes: [] },
      distractors: answers.filter((one) => one !== answer),
    };
  });
  const small = { hiddenSize: 12, steps: 60, batchSize: 8, learningRate: 0.03 };

  test("what questions alone can teach is learnt, and nothing is left behind", async () => {
    const tensors = tf.memory().numTensors;
    const predictions = await answerVisual7w(questions.slice(0, 20), questions.slice(20), small);
    assert.deepEqual(
      predictions.map(({ candidates }) => candidates),
      questions.slice(20).map(({ answer }) => [answer]),
    );
    assert.equal(tf.memory().numTensors, tensors);
  });

  test("what only the picture tells is learnt from its features, by a vector alone and with a map to look at", async () => {
    // The same question of all; the answer is what a place of the picture holds.
    const shows = (id: string) => Number(id) % 4;
    const same = questions.map((one): VisualQuestion => {
      const answer = answers[shows(one.imageId)];
      return { ...one, question: "what is there", answer, distractors: answers.filter((other) => other !== answer) };
    });
    const oneHot = (k: number) => [0, 1, 2, 3].map((i) => (i === k ? 2 : 0));
    const vector = (ids: readonly string[]) => tf.tensor2d(ids.map((id) => oneHot(shows(id))));
    const map = (ids: readonly string[]) => tf.tensor3d(ids.map((id) => [oneHot(shows(id)), oneHot(-1)]));
    const constant = (ids: readonly string[]) => tf.ones<tf.Rank.R2>([ids.length, 4]);
    const right = async (pictures: SeenPictures) => {
      const found = await answerVisual7w(same.slice(0, 20), same.slice(20), { ...small, steps: 120, pictures });
      return found.filter(({ candidates }, i) => candidates[0] === same[20 + i].answer).length / 20;
    };
    assert.equal(await right({ sizes: { vectorSize: 4 }, of: (ids) => ({ vector: vector(ids) }) }), 1);
    const both = { vectorSize: 4, placeSize: 4 };
    assert.equal(await right({ sizes: both, of: (ids) => ({ vector: constant(ids), map: map(ids) }) }), 1);
    assert.ok((await right({ sizes: { vectorSize: 4 }, of: (ids) => ({ vector: constant(ids) }) })) < 0.5);
  });

  test("in turn, every question is answered once, by a model that has not learnt from its photograph", async () => {
    // The answers of one photograph's questions are its own: who has not learnt from it cannot know them.
    const own = questions.map((one) =>
      one.imageId === "3"
        ? { ...one, answer: one.distractors[0], distractors: [one.answer, ...one.distractors.slice(1)] }
        : one,
    );
    const predictions = await answerInTurn(own, small);
    assert.equal(new Set(predictions.map(({ id }) => id)).size, 40);
    const right = (chosen: (question: VisualQuestion) => boolean) =>
      own.filter(chosen).filter(({ id, answer }) => predictions.find((one) => one.id === id)!.candidates[0] === answer)
        .length;
    assert.equal(
      right(({ imageId }) => imageId === "3"),
      0,
    );
    assert.equal(
      right(({ imageId }) => imageId !== "3"),
      38,
    );
  });

  test("nothing to learn from is told", () =>
    assert.rejects(answerVisual7w([], questions, small), /questions to learn from/));
});
