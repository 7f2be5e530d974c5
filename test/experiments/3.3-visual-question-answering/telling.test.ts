import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { seed } from "../../../lib/core/random";
import { tf } from "../../../lib/core/tf";
import { wordVocabulary } from "../../../lib/data/wordVocabulary";
import { askedOf, askedScenes } from "../../../lib/experiments/3.3-visual-question-answering/askedScenes";
import { answererOf } from "../../../lib/experiments/3.3-visual-question-answering/telling/answerers";
import { telling } from "../../../lib/experiments/3.3-visual-question-answering/telling/claims";
import {
  type Teller,
  type ToldQuestion,
  tellers,
  tellingDefaults,
  toldTypes,
} from "../../../lib/experiments/3.3-visual-question-answering/telling/config";
import {
  answerBatch,
  longest,
  wordBags,
} from "../../../lib/experiments/3.3-visual-question-answering/telling/sequences";
import { positionsOf, type TellingSet } from "../../../lib/experiments/3.3-visual-question-answering/telling/set";
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
  const made = (values: Partial<Record<Teller, number>>) => ({
    ...{ config: tellingDefaults, networkAccuracy: 0.9, trainQuestions: 9, asked: { all: 9 }, shown: [], tried: [] },
    models: seeds.flatMap(({ seed: n, shift }) =>
      tellers.map((condition) => ({
        ...{
          seed: n,
          condition,
          ended,
          curve: [],
          chosen: [],
          parameters: 1,
          hiddenSize: 1,
          looked: [],
          learningRate: 1,
        },
        final: of(
          (values[condition] ?? 0.4) + (condition === "with attention" || condition === "multiply" ? shift : 0),
        ),
      })),
    ),
  });
  const good = made({ "with attention": 0.7, "question alone": 0.5, "mean of all places": 0.6, multiply: 0.6 });
  assert.equal(telling.verdict(good, "picture-and-question").outcome, "holds");
  assert.ok(Math.abs(telling.verdict(good, "picture-and-question").effect! - 20) < 1e-9, "to the best of the priors");
  assert.ok(Math.abs(telling.verdict(good, "attention").effect! - 10) < 1e-9, "to the better control");
  assert.ok(Math.abs(telling.verdict(good, "multiply-on-all-kinds").effect! - 20) < 1e-9);
  const bad = made({ "mean of all places": 0.8, "answers alone": 0.9, concatenate: 0.7 });
  for (const claim of ["picture-and-question", "attention", "multiply-on-all-kinds"] as const) {
    assert.equal(telling.verdict(bad, claim).outcome, "fails", claim);
  }
  assert.equal(
    telling.verdict(made({ multiply: 0.41 }), "multiply-on-all-kinds").outcome,
    "undecided",
    "about a point",
  );
});

test("what answers are by their words: the same for words in another order, as large as features are", () => {
  const bags = wordBags([[[1, 2], [2, 1], [3, 3], []]], 5).arraySync()[0];
  assert.deepEqual(bags[0], bags[1]);
  const squares = bags.map((bag) => bag.reduce((sum, value) => sum + value ** 2, 0) / 5);
  squares.slice(0, 3).forEach((square) => {
    assert.ok(Math.abs(square - 1) < 1e-6);
  });
  assert.ok(Math.abs(bags[2][3] - Math.sqrt(5)) < 1e-6);
  assert.deepEqual(bags[3], [0, 0, 0, 0, 0]);
});

test("what is not seen changes no score, and what is seen does", async () => {
  const words = ["what", "is", "there", "dog", "cat", "cow", "pig"];
  const vocabulary = wordVocabulary([words], { minCount: 1 });
  const pictures = (of: string) => (ids: readonly string[]) => ids.map((id) => (id === of ? 2 : -1));
  const question = (text: string, id: string, choices = ["dog", "cat", "cow", "pig"]): ToldQuestion => ({
    ...{ id, text, choices, answer: 0, type: "what", needs: "both" },
  });
  const set: TellingSet = {
    ...{ train: [], test: [], vocabulary, answers: ["dog", "cat", "cow", "pig"] },
    ...{ length: 6, answerLength: 2, questionLength: 3, vectorSize: 2, placeSize: 3 },
    vectors: (ids) =>
      tf.tensor2d(
        pictures("a")(ids).flatMap((value) => [value, 1]),
        [ids.length, 2],
      ),
    maps: (ids) =>
      tf.tensor3d(
        pictures("a")(ids).flatMap((v) => [v, 0, 1, 1, v, 0]),
        [ids.length, 2, 3],
      ),
  };
  for (const condition of tellers) {
    const job = {
      ...{ ...tellingDefaults, embeddingSize: 4, hiddenSize: 6, attentionSize: 3, seed: 1, learningRate: 0.1 },
      ...{ condition, prepared: { name: "", taps: {}, accuracy: 1 } },
    };
    const answerer = answererOf(job, set);
    const params = answerer.init(seed(3));
    const scores = (...of: Parameters<typeof question>) => answerer.scores(params, [question(...of)])[0];
    const [usual, otherText] = [scores("what is there", "a"), scores("is what there", "a")];
    const sees = {
      picture: !isDeepStrictEqual(usual, scores("what is there", "b")),
      question: !isDeepStrictEqual(usual, otherText),
    };
    const expected = {
      picture: !/^(question|answers) alone/.test(condition),
      question: !/^(picture|answers) alone/.test(condition),
    };
    assert.deepEqual(sees, expected, condition);
    const swapped = scores("what is there", "a", ["cat", "dog", "cow", "pig"]);
    assert.ok(Math.abs(swapped[0] - usual[1]) < 1e-5, `${condition}: a choice has its score wherever it stands`);
    answerer.close();
    tf.dispose(params);
  }
});
