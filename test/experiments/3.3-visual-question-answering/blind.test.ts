import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { tf } from "../../../lib/core/tf";
import type { VisualQuestion } from "../../../lib/data/visual7w";
import { answerBlind, answerBlindInTurn } from "../../../lib/experiments/3.3-visual-question-answering/visual7w/blind";

describe("real questions without their photographs", () => {
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
    const predictions = await answerBlind(questions.slice(0, 20), questions.slice(20), small);
    assert.deepEqual(
      predictions.map(({ candidates }) => candidates),
      questions.slice(20).map(({ answer }) => [answer]),
    );
    assert.equal(tf.memory().numTensors, tensors);
  });

  test("in turn, every question is answered once, by a model that has not learnt from its photograph", async () => {
    // The answers of one photograph's questions are its own: who has not learnt from it cannot know them.
    const own = questions.map((one) =>
      one.imageId === "3"
        ? { ...one, answer: one.distractors[0], distractors: [one.answer, ...one.distractors.slice(1)] }
        : one,
    );
    const predictions = await answerBlindInTurn(own, small);
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
    assert.rejects(answerBlind([], questions, small), /questions to learn from/));
});
