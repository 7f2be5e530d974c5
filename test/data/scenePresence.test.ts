import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { seed } from "../../lib/core/random";
import { type PresenceQuestion, presenceQuestions } from "../../lib/data/scenePresence";
import { groupsOf, scenes } from "../../lib/data/scenes";

const all = scenes(seed(5), 401);
const asked = presenceQuestions(all);

/** The share that the best answerer has right who knows the answers, but sees only what `half` gives it of a question. */
function bestOf(half: (question: PresenceQuestion) => string | number, questions = asked): number {
  const groups = new Map<string | number, number[]>();
  for (const question of questions) {
    const own = groups.get(half(question)) ?? [];
    own.push(question.answer === "yes" ? 1 : 0);
    groups.set(half(question), own);
  }
  const right = [...groups.values()].map((marks) => {
    const yes = marks.filter((mark) => mark === 1).length;
    return Math.max(yes, marks.length - yes);
  });
  return right.reduce((a, b) => a + b, 0) / questions.length;
}

describe("is there a dog", () => {
  test("the answers are true, and most pairs of scenes are asked about", () => {
    for (const { scene, noun, text, answer } of asked) {
      const there = groupsOf(all[scene]).some((group) => group.noun === noun);
      assert.equal(answer, there ? "yes" : "no");
      assert.match(text, /^is there an? /);
      assert.ok(text.endsWith(noun));
    }
    assert.ok(new Set(asked.map(({ scene }) => scene)).size > 0.9 * all.length);
  });

  test("who sees the question alone, or the picture alone, is right in half of the cases at best", () => {
    assert.equal(
      bestOf(({ text }) => text),
      0.5,
    );
    assert.equal(
      bestOf(({ scene }) => scene),
      0.5,
    );
    assert.equal(
      bestOf(({ scene, text }) => `${scene} ${text}`),
      1,
    );
  });

  test("the measure tells questions that one half answers", () => {
    // Only of what is there, one is always right to say yes.
    const biased = asked.filter(({ answer, scene }) => answer === "yes" || scene % 2 === 0);
    assert.ok(bestOf(({ scene }) => scene, biased) > 0.6);
  });

  test("two opinions added up have at most three of each four right", () => {
    const fours = Array.from({ length: asked.length / 4 }, (_, i) => asked.slice(4 * i, 4 * i + 4));
    const grid = [-3, -1, 0, 1, 3];
    for (const four of fours.slice(0, 20)) {
      const pictures = [...new Set(four.map(({ scene }) => scene))];
      const things = [...new Set(four.map(({ noun }) => noun))];
      assert.deepEqual([pictures.length, things.length], [2, 2]);
      for (const a of grid)
        for (const b of grid)
          for (const c of grid)
            for (const d of grid) {
              const right = four.filter(({ scene, noun, answer }) => {
                const score = (scene === pictures[0] ? a : b) + (noun === things[0] ? c : d);
                return score > 0.5 === (answer === "yes");
              });
              assert.ok(right.length <= 3);
            }
    }
  });
});
