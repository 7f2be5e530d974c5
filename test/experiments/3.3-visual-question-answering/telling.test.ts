import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { wordVocabulary } from "../../../lib/data/wordVocabulary";
import { askedOf, askedScenes } from "../../../lib/experiments/3.3-visual-question-answering/askedScenes";
import { telling } from "../../../lib/experiments/3.3-visual-question-answering/telling/claims";
import {
  type Teller,
  tellers,
  tellingDefaults,
  toldTypes,
} from "../../../lib/experiments/3.3-visual-question-answering/telling/config";
import { answerBatch, longest } from "../../../lib/experiments/3.3-visual-question-answering/telling/sequences";
import { positionsOf } from "../../../lib/experiments/3.3-visual-question-answering/telling/set";
import { shownOf } from "../../../lib/experiments/3.3-visual-question-answering/telling/shown";
import { questionsAbout } from "../../../lib/experiments/3.3-visual-question-answering/telling/tellingRecipe";

const sizes = { trainScenes: 6, testScenes: 3, questionsPerScene: 5, seeds: 2 };

describe("questions with answers in words", () => {
  const all = [...askedScenes({ ...sizes, trainScenes: 300 })];
  const told = all.map((named) => questionsAbout(named, 6));

  test("are at most as many as are wanted, the same for the same scene, and of every need", () => {
    assert.deepEqual(questionsAbout(all[7], 6), told[7]);
    assert.ok(told.every((some) => some.length <= 6));
    for (const need of ["question", "picture", "both", "interaction"]) {
      assert.ok(
        told.flat().some(({ needs }) => needs === need),
        need,
      );
    }
  });

  test("leave out what the network was not trained to see, and are thinned where the answer is the usual one", () => {
    const before = all.flatMap((named) => askedOf<"telling">(named, { count: 100, types: toldTypes }));
    const shareOf = (questions: readonly { text: string; choices: readonly string[]; answer: number }[]) => {
      const counted = questions.filter(({ text }) => text.startsWith("how many"));
      return counted.filter(({ choices, answer }) => choices[answer] === "one").length / counted.length;
    };
    assert.ok(before.some(({ text }) => text === "where is this"));
    assert.ok(told.flat().every(({ text }) => text !== "where is this"));
    assert.ok(shareOf(before) > 0.7, `${shareOf(before)} before`);
    assert.ok(Math.abs(shareOf(told.flat()) - 0.5) < 0.1, `${shareOf(told.flat())} after`);
  });

  test("are shown one of a kind, each of another scene, none that answers itself", () => {
    const asked = told.flat();
    const shown = shownOf(asked).map((i) => asked[i]);
    assert.equal(shown.length, 6);
    assert.equal(new Set(shown.map(({ id }) => id)).size, 6);
    assert.ok(shown[0].text.startsWith("where in the picture"));
    assert.ok(shown.every(({ needs }) => needs !== "question"));
    assert.deepEqual(shownOf(asked.slice(0, 0)), []);
  });
});

test("places are told by row and column, as large as features are", () => {
  const [S, R] = [3, Math.sqrt(3)];
  const told = positionsOf(S);
  assert.equal(told.length, 9);
  assert.deepEqual(told[5], [0, R, 0, 0, 0, R]); // row 1, column 2
  assert.equal(new Set(told.map(String)).size, 9);
  const squares = told.flat().reduce((sum, value) => sum + value ** 2, 0);
  assert.ok(Math.abs(squares / told.flat().length - 1) < 1e-12);
});

test("an option that is neither is told", () =>
  assert.rejects(telling.run({ positions: "both" }, {}), /positions: told or untold expected, got both/));

test("a question and its answer as one sequence: START between them, END to be said, only the answer counts", () => {
  const vocabulary = wordVocabulary([["is", "it", "red", "very"]], { minCount: 1 });
  const pairs = [
    { question: ["is", "it"], answer: ["very", "red"] },
    { question: [], answer: ["red"] },
  ];
  assert.equal(longest(pairs), 5);
  const { inputs, targets, mask } = answerBatch(pairs, vocabulary, 6);
  const word = (text: string) => vocabulary.words.indexOf(text);
  const [start, end] = [vocabulary.start, vocabulary.end];
  assert.deepEqual(inputs.arraySync()[0].slice(0, 5), [word("is"), word("it"), start, word("very"), word("red")]);
  assert.deepEqual(targets.arraySync()[0].slice(2, 5), [word("very"), word("red"), end]);
  assert.deepEqual(mask.arraySync(), [
    [0, 0, 1, 1, 1, 0],
    [1, 1, 0, 0, 0, 0],
  ]);
  assert.deepEqual(inputs.arraySync()[1].slice(0, 2), [start, word("red")]);
  assert.deepEqual(targets.arraySync()[1].slice(0, 2), [word("red"), end]);
});

const ended = "finished" as const;
const seeds = [-0.01, 0, 0.01].map((shift, i) => ({ seed: i + 1, shift }));
const of = (value: number) => ({ all: value, interaction: value, both: 0.5, picture: 0.9 });

test("the verdicts follow the numbers, whichever way they point", () => {
  const made = (values: Partial<Record<Teller, number>>, both: Partial<Record<Teller, number>> = {}) => ({
    ...{ config: tellingDefaults, networkAccuracy: 0.9, trainQuestions: 9, asked: { all: 9 }, shown: [], seconds: 0 },
    models: seeds.flatMap(({ seed: n, shift }) =>
      tellers.map((condition) => ({
        ...{ seed: n, condition, ended, curve: [], chosen: [], parameters: 1, hiddenSize: 1, looked: [] },
        final: {
          ...of((values[condition] ?? 0.4) + (condition === "with attention" || condition === "multiply" ? shift : 0)),
          both: both[condition] ?? 0.5,
        },
      })),
    ),
  });
  const good = made({ "with attention": 0.7, "question alone": 0.5, multiply: 0.6 });
  assert.equal(telling.verdict(good, "picture-and-question").outcome, "holds");
  assert.ok(Math.abs(telling.verdict(good, "picture-and-question").effect! - 0.2) < 1e-9, "to the better half");
  assert.ok(Math.abs(telling.verdict(good, "attention").effect! - 0.3) < 1e-9);
  assert.ok(Math.abs(telling.verdict(good, "multiply-in-words").effect! - 0.2) < 1e-9);
  const bad = made({ "without attention": 0.8, "picture alone": 0.9, concatenate: 0.7 });
  for (const claim of ["picture-and-question", "attention", "multiply-in-words"] as const) {
    assert.equal(telling.verdict(bad, claim).outcome, "fails", claim);
  }
  assert.ok(
    Math.abs(telling.verdict(made({ multiply: 0.6 }, { multiply: 0.55 }), "gain-where-needed").effect! - 0.15) < 1e-9,
  );
  assert.equal(telling.verdict(made({}, { multiply: 0.6 }), "gain-where-needed").outcome, "fails");
  const lessLost = made({ multiply: 0.35 }, { multiply: 0.3 });
  assert.equal(telling.verdict(lessLost, "gain-where-needed").outcome, "fails", "to lose less is no gain");
});
