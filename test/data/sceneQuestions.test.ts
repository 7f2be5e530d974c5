import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fork, seed } from "../../lib/core/random";
import { questionTypes } from "../../lib/data/asked";
import { type Box, overlap, relation } from "../../lib/data/box";
import { nouns, picturesOf } from "../../lib/data/emoji";
import { type PointingQuestion, type SceneQuestion, sceneQuestions } from "../../lib/data/sceneQuestions";
import { groupsOf, type Scene, scenes } from "../../lib/data/scenes";
import { numbers, placeWords, relationWords, timeWords } from "../../lib/data/sceneWords";

const key = seed(29);
const all = [...scenes(fork(key, "train"), 400), ...scenes(fork(key, "heldOut"), 200, { part: "heldOut" })];
const asked = all.flatMap((scene, i) =>
  sceneQuestions(scene, fork(key, i), { count: 12 }).map((question) => ({ scene, question })),
);

const right = <Q extends SceneQuestion>({ choices, answer }: Q) => choices[answer] as Q["choices"][number];
const pointing = asked.filter(
  (one): one is { scene: Scene; question: PointingQuestion } => one.question.form === "pointing",
);

describe("questions", () => {
  test("have four different choices, one of them right, in any of the four places", () => {
    const places = [0, 0, 0, 0];
    for (const { question } of asked) {
      assert.equal(new Set<unknown>(question.choices).size, 4, question.text);
      assert.equal(question.words.join(" "), question.text);
      assert.equal(question.type, question.words[0]);
      places[question.answer]++;
    }
    for (const count of places) assert.ok(Math.abs(count / asked.length - 0.25) < 0.03);
  });

  test("are their key's, of all seven types, and of several types where only few are wanted", () => {
    for (const scene of all.slice(0, 20)) {
      assert.deepEqual(sceneQuestions(scene, key), sceneQuestions(scene, key));
      const few = sceneQuestions(scene, key, { count: 4 });
      const possible = new Set(sceneQuestions(scene, key, { count: 100 }).map(({ type }) => type)).size;
      assert.equal(new Set(few.map(({ type }) => type)).size, Math.min(4, possible));
    }
    for (const type of questionTypes)
      assert.ok(
        asked.some(({ question }) => question.type === type),
        type,
      );
    const only = sceneQuestions(all[0], key, { types: ["how", "which"] });
    assert.ok(only.length > 0 && only.every(({ type }) => type === "how" || type === "which"));
  });

  test("where, when and how many are answered by the scene", () => {
    for (const { scene, question } of asked) {
      const { place, time } = scene.backdrop;
      if (question.text === "where is this") assert.equal(right(question), placeWords[place][0]);
      if (question.text === "when is this") assert.equal(right(question), timeWords[time][0]);
      const counted = /^how many (.+) are there$/.exec(question.text);
      if (!counted) continue;
      const things = scene.objects.filter(({ plural }) => plural === counted[1]);
      assert.equal(right(question), numbers[things.length - 1]);
    }
  });

  test("about relations have one thing that fits, and colour is the thing's", () => {
    let checked = 0;
    for (const { scene, question } of asked.filter(({ question }) => question.form === "telling")) {
      for (const [direction, [phrase]] of Object.entries(relationWords)) {
        const found = new RegExp(`^(what|who) is ${phrase} the (.+)$`).exec(question.text);
        if (!found) continue;
        const to = scene.objects.find(({ noun }) => noun === found[2])!;
        const there = scene.objects.filter(({ box }) => relation(box, to.box) === direction);
        assert.deepEqual([...new Set(there.map(({ noun }) => noun))], [right(question)], question.text);
        checked++;
      }
      const noun = /^what color is the (.+)$/.exec(question.text)?.[1];
      if (noun) assert.equal(right(question), scene.objects.find((object) => object.noun === noun)!.colour);
    }
    assert.ok(checked > 100);
  });

  test("that point have four boxes: that of the one thing that fits, the other things', and nothing's", () => {
    for (const { scene, question } of pointing) {
      const box = right(question) as Box;
      const target = scene.objects.find((object) => object.box === box)!;
      for (const { box: other } of scene.objects)
        assert.ok(question.choices.includes(other), "every thing is a choice");
      for (const choice of question.choices) {
        if (choice !== box) assert.ok(overlap(choice, box) < 0.1);
        assert.ok(choice.x >= 0 && choice.y >= 0 && choice.x + choice.width <= 1 && choice.y + choice.height <= 1);
      }
      // What fits the words fits this thing alone.
      const [, kind, rest] = /^which (.+?) is (?:an? |the )?(.+)$/.exec(question.text) as RegExpExecArray;
      const fitting = scene.objects.filter((object) => {
        if (kind !== "one" && object.noun !== kind) return false;
        const [direction] = Object.entries(relationWords).find(([, [phrase]]) => rest.startsWith(phrase)) ?? [];
        if (!direction) return [object.noun, object.colour, object.category].includes(rest);
        const to = scene.objects.find(({ noun }) => rest.endsWith(` the ${noun}`))!;
        return relation(object.box, to.box) === direction;
      });
      assert.deepEqual(fitting, [target], question.text);
    }
  });
});

describe("what a question needs", () => {
  const needing = (text: RegExp) =>
    new Set(asked.filter(({ question }) => text.test(question.text)).map(({ question }) => question.needs));

  test("its words where they leave one answer in all the world", () => {
    for (const noun of nouns) {
      const colours = new Set(picturesOf(noun).map(({ colour }) => colour));
      const found = needing(new RegExp(`^what color is the ${noun}$`));
      if (found.size > 0) assert.equal(found.has("question"), colours.size === 1, noun);
    }
    assert.deepEqual([...needing(/^why is it dark$/)], ["question"]);
  });

  test("the picture where all that is asked can be seen without the question", () => {
    assert.deepEqual([...needing(/^(where|when) is this$/)], ["picture"]);
    for (const { scene, question } of asked) {
      if (question.type !== "how" && question.type !== "which") continue;
      const possible =
        question.type === "which"
          ? scene.objects.length
          : new Set(groupsOf(scene).map(({ objects }) => objects.length)).size;
      assert.equal(question.needs, possible === 1 ? "picture" : "interaction", question.text);
    }
  });

  test("the interaction where the same question about other pictures, and other questions about this one, go another way", () => {
    const hard = asked.filter(({ question }) => question.needs === "interaction");
    assert.ok(hard.length > asked.length / 10);
    for (const { question, scene } of hard) {
      if (question.form !== "telling" || !/^(what|who) is (to|above|below)/.test(question.text)) continue;
      const present = scene.objects.map(({ noun }) => noun);
      const open = question.choices.filter(
        (choice) => present.includes(choice) && !question.text.endsWith(` ${choice}`),
      );
      assert.ok(open.length > 1, question.text);
    }
  });
});
