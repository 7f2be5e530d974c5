import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { tf } from "../../lib/core/tf";
import type { VisualQuestion } from "../../lib/data/visual7w";
import { wordVocabulary } from "../../lib/data/wordVocabulary";
import {
  accuracies,
  askedOf,
  askedScenes,
  expectNeeds,
  isOfSeed,
  split,
} from "../../lib/experiments/3.3-visual-question-answering/askedScenes";
import {
  dotProductPoints,
  multiplyInteracts,
} from "../../lib/experiments/3.3-visual-question-answering/pointing/claims";
import { pointingDefaults, pointingNames } from "../../lib/experiments/3.3-visual-question-answering/pointing/config";
import { askedScene, descriptionOf } from "../../lib/experiments/3.3-visual-question-answering/pointing/pointingRecipe";
import {
  attentionAnswers,
  gainIsInteraction,
  multiplyInWords,
  pictureAndQuestion,
} from "../../lib/experiments/3.3-visual-question-answering/telling/claims";
import {
  type Teller,
  tellers,
  tellingDefaults,
  toldTypes,
} from "../../lib/experiments/3.3-visual-question-answering/telling/config";
import { answerBatch, longest } from "../../lib/experiments/3.3-visual-question-answering/telling/sequences";
import { positionsOf } from "../../lib/experiments/3.3-visual-question-answering/telling/set";
import { shownOf } from "../../lib/experiments/3.3-visual-question-answering/telling/shown";
import { questionsAbout } from "../../lib/experiments/3.3-visual-question-answering/telling/tellingRecipe";
import { answerBlind, answerBlindInTurn } from "../../lib/experiments/3.3-visual-question-answering/visual7w/blind";
import { type Scoring, scorings } from "../../lib/models/pointing";

const sizes = { trainScenes: 6, testScenes: 3, questionsPerScene: 5, seeds: 2 };

describe("scenes to learn from and to be tested on", () => {
  const all = [...askedScenes(sizes)];

  test("each seed has its own, and none of them is learnt from", () => {
    assert.equal(all.length, 6 + 2 * 3);
    assert.equal(new Set(all.map(({ scene }) => JSON.stringify(scene))).size, all.length);
    assert.equal(all.filter(({ id }) => isOfSeed(id, 1)).length, 3);
    assert.equal(isOfSeed("test 12 0", 1), false);
  });

  test("more of them leave those that there were as they are", () => {
    const more = new Map([...askedScenes({ ...sizes, trainScenes: 9, seeds: 3 })].map(({ id, scene }) => [id, scene]));
    for (const { id, scene } of all) assert.deepEqual(more.get(id), scene);
  });

  test("questions are of the types that are asked for, and the same for the same scene", () => {
    const asked = all.map((named) => askedOf<"telling">(named, { count: 5, types: toldTypes }));
    const again = all.map((named) => askedOf<"telling">(named, { count: 5, types: toldTypes }));
    assert.deepEqual(asked, again);
    assert.ok(asked.flat().every(({ form, type }) => form === "telling" && toldTypes.some((told) => told === type)));
  });

  test("a box has one id, however often it is a choice, and descriptions are told by their words", () => {
    const { questions, boxes } = askedScene(all[0], 9);
    assert.ok(questions.length > 0);
    for (const one of questions) {
      assert.equal(new Set(one.boxes).size, 4);
      assert.ok(one.boxes.every((id) => [...boxes.values()].includes(id)));
      assert.equal(one.things, all[0].scene.objects.length);
      const relation = one.description === "relation" ? [`${one.things} things`] : [];
      assert.deepEqual(pointingNames(one), [one.description, one.needs, ...relation]);
    }
    assert.equal(new Set(boxes.values()).size, boxes.size);
    const texts = ["which one is the birthday cake", "which car is red", "which one is blue", "which one is an animal"];
    assert.deepEqual(texts.map(descriptionOf), ["name", "color", "color", "kind"]);
    assert.deepEqual(["which one is food", "which one is to the left of the dog"].map(descriptionOf), [
      "kind",
      "relation",
    ]);
  });

  test("accuracy by name is counted by hand, and a need that nothing is asked of is told", () => {
    const posed = (answer: number, needs: "both" | "picture") => ({
      ...{ id: "test 1 0", type: "what" as const, needs, text: "", answer },
    });
    const questions = [posed(1, "both"), posed(2, "both"), posed(0, "picture")];
    const names = ({ needs }: { needs: string }) => [needs];
    assert.deepEqual(accuracies(questions, [1, 3, 0], names), { all: 2 / 3, both: 1 / 2, picture: 1 });
    expectNeeds(questions, 1, ["both"]);
    assert.throws(() => expectNeeds(questions, 2, ["both"]), /needs "both" expected, got 0 others/);
    assert.equal(split(questions).test.length, 3);
  });
});

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
  assert.rejects(attentionAnswers.run({ positions: "both" }, {}), /positions: told or untold expected, got both/));

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

describe("the verdicts follow the numbers, whichever way they point", () => {
  const ended = "finished" as const;
  const seeds = [-0.01, 0, 0.01].map((shift, i) => ({ seed: i + 1, shift }));
  const of = (value: number) => ({ all: value, interaction: value, both: 0.5, picture: 0.9 });

  test("answers in words", () => {
    const made = (values: Partial<Record<Teller, number>>, both: Partial<Record<Teller, number>> = {}) => ({
      ...{ config: tellingDefaults, networkAccuracy: 0.9, trainQuestions: 9, asked: { all: 9 }, shown: [], seconds: 0 },
      models: seeds.flatMap(({ seed: n, shift }) =>
        tellers.map((condition) => ({
          ...{ seed: n, condition, ended, curve: [], chosen: [], parameters: 1, hiddenSize: 1, looked: [] },
          final: {
            ...of(
              (values[condition] ?? 0.4) + (condition === "with attention" || condition === "multiply" ? shift : 0),
            ),
            both: both[condition] ?? 0.5,
          },
        })),
      ),
    });
    const good = made({ "with attention": 0.7, "question alone": 0.5, multiply: 0.6 });
    assert.equal(pictureAndQuestion.verdict(good).outcome, "holds");
    assert.ok(Math.abs(pictureAndQuestion.verdict(good).effect! - 0.2) < 1e-9, "to the better half");
    assert.ok(Math.abs(attentionAnswers.verdict(good).effect! - 0.3) < 1e-9);
    assert.ok(Math.abs(multiplyInWords.verdict(good).effect! - 0.2) < 1e-9);
    const bad = made({ "without attention": 0.8, "picture alone": 0.9, concatenate: 0.7 });
    for (const { verdict } of [pictureAndQuestion, attentionAnswers, multiplyInWords]) {
      assert.equal(verdict(bad).outcome, "fails");
    }
    assert.ok(Math.abs(gainIsInteraction.verdict(made({ multiply: 0.6 }, { multiply: 0.55 })).effect! - 0.15) < 1e-9);
    assert.equal(gainIsInteraction.verdict(made({}, { multiply: 0.6 })).outcome, "fails");
    const lessLost = made({ multiply: 0.35 }, { multiply: 0.3 });
    assert.equal(gainIsInteraction.verdict(lessLost).outcome, "fails", "to lose less is no gain");
  });

  test("pointing", () => {
    const made = (values: Partial<Record<Scoring, number>>) => ({
      ...{ config: pointingDefaults, trainQuestions: 9, asked: { all: 9 }, shown: [], seconds: 0 },
      models: seeds.flatMap(({ seed: n, shift }) =>
        scorings.map((condition) => ({
          ...{ seed: n, condition, ended, curve: [], chosen: [], parameters: 1, hiddenSize: 1 },
          final: of((values[condition] ?? 0.4) + (condition === "dot product" || condition === "multiply" ? shift : 0)),
        })),
      ),
    });
    assert.ok(Math.abs(dotProductPoints.verdict(made({ "dot product": 0.8 })).effect! - 0.4) < 1e-9);
    assert.equal(dotProductPoints.verdict(made({ "boxes alone": 0.8 })).outcome, "fails");
    assert.ok(Math.abs(multiplyInteracts.verdict(made({ multiply: 0.6 })).effect! - 0.2) < 1e-9);
    assert.equal(multiplyInteracts.verdict(made({ concatenate: 0.6 })).outcome, "fails");
  });
});

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
