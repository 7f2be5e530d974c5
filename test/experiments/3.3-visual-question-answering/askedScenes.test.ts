import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  accuracies,
  askedOf,
  askedScenes,
  expectNeeds,
  isOfSeed,
  split,
} from "../../../lib/experiments/3.3-visual-question-answering/askedScenes";
import { pointingNames } from "../../../lib/experiments/3.3-visual-question-answering/pointing/config";
import {
  askedScene,
  descriptionOf,
} from "../../../lib/experiments/3.3-visual-question-answering/pointing/pointingRecipe";
import { toldTypes } from "../../../lib/experiments/3.3-visual-question-answering/telling/config";

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
