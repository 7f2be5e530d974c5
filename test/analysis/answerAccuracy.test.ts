import assert from "node:assert/strict";
import { test } from "node:test";
import { answerAccuracy } from "../../lib/analysis/answerAccuracy";

const questions = [
  { id: 1, type: "what", answer: "A kettle." },
  { id: 2, type: "what", answer: "Bread." },
  { id: 3, type: "where", answer: "Outdoors." },
  { id: 4, type: "why", answer: "It rains." },
];
const predictions = [
  { id: 3, candidates: ["At home.", "outdoors."] },
  { id: 1, candidates: ["a KETTLE."] },
  { id: 2, candidates: ["Bread"] },
];

test("shares of all and of each type; letter case does not count, a full stop does", () => {
  assert.deepEqual(answerAccuracy(questions, predictions), {
    all: { correct: 1, total: 3, accuracy: 1 / 3 },
    byType: { what: { correct: 1, total: 2, accuracy: 0.5 }, where: { correct: 0, total: 1, accuracy: 0 } },
    unanswered: 1,
  });
});

test("with the likeliest k answers, one of them suffices", () => {
  assert.equal(answerAccuracy(questions, predictions, { topK: 2 }).all.correct, 2);
});

test("mistakes", () => {
  const message = (id: number) =>
    `answerAccuracy: an answer to a question of the split, and one only, expected, got qa_id ${id}`;
  assert.throws(() => answerAccuracy(questions, []), { message: "answerAccuracy: answers expected, got none" });
  assert.throws(() => answerAccuracy(questions, [{ id: 9, candidates: ["x"] }]), { message: message(9) });
  assert.throws(() => answerAccuracy(questions, [predictions[0], predictions[0]]), { message: message(3) });
});
