import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fork, seed } from "../../lib/core/random";
import { relation } from "../../lib/data/box";
import { emoji } from "../../lib/data/emoji";
import { sceneCaptions } from "../../lib/data/sceneCaptions";
import { groupsOf, scenes } from "../../lib/data/scenes";
import { numbers, placeWords, relationWords, timeWords } from "../../lib/data/sceneWords";

const key = seed(23);
const all = [...scenes(fork(key, "train"), 300), ...scenes(fork(key, "heldOut"), 200, { part: "heldOut" })];
const captioned = all.map((scene, i) => ({ scene, captions: sceneCaptions(scene, fork(key, i)) }));

const nouns = new Set(emoji.flatMap(({ noun, plural }) => [noun, plural].flatMap((name) => name.split(" "))));
const colours = new Set(emoji.flatMap(({ colour }) => colour ?? []));

describe("captions", () => {
  test("are five different ones a scene, the same again from the same key", () => {
    for (const { scene, captions } of captioned.slice(0, 50)) {
      assert.equal(new Set(captions.map(({ text }) => text)).size, 5);
      assert.deepEqual(sceneCaptions(scene, key), sceneCaptions(scene, key));
    }
    assert.equal(sceneCaptions(all[0], key, { count: 8 }).length, 8);
  });

  test("name every kind of thing, and link each noun to exactly the things it names", () => {
    for (const { scene, captions } of captioned) {
      for (const { text, words, objects } of captions) {
        assert.equal(text, words.join(" "));
        assert.equal(words.length, objects.length);
        assert.deepEqual(
          [...new Set(objects.flat())].sort(),
          scene.objects.map((_, i) => i),
          text,
        );
        words.forEach((word, t) => {
          const named = objects[t].map((i) => scene.objects[i]);
          assert.equal(named.length > 0, nouns.has(word), `${text}: ${word}`);
          for (const { noun, plural } of named) assert.ok(`${noun} ${plural}`.includes(word), `${text}: ${word}`);
        });
      }
    }
  });

  test("are true: adjectives, numbers, place, time and relations are the scene's", () => {
    let checked = 0;
    for (const { scene, captions } of captioned) {
      const groups = groupsOf(scene);
      const { place, time } = scene.backdrop;
      for (const { text, words, objects } of captions) {
        words.forEach((word, t) => {
          if (word !== "small" && word !== "large" && !colours.has(word as never)) return;
          const noun = objects.findIndex((named, i) => i > t && named.length > 0);
          for (const i of objects[noun]) {
            assert.ok([scene.objects[i].size, scene.objects[i].colour].includes(word as never), text);
          }
        });
        for (const { plural, objects: things } of groups.filter((group) => group.objects.length > 1)) {
          assert.match(text, new RegExp(`${numbers[things.length - 1]} (small |large )?([a-z]+ )?${plural}`));
        }
        for (const [name, phrases] of [...Object.entries(placeWords), ...Object.entries(timeWords)]) {
          for (const phrase of phrases) if (text.includes(phrase)) assert.ok(name === place || name === time, text);
        }
        for (const [direction, phrases] of Object.entries(relationWords)) {
          const phrase = phrases.find((one) => text.split(` ${one} `).length === 2);
          if (!phrase) continue;
          const at = text.split(` ${phrase} `)[0].split(" ").length;
          const from = objects.slice(0, at).findLast((named) => named.length > 0) ?? [];
          const to = objects.slice(at).find((named) => named.length > 0) ?? [];
          const found = from.flatMap((a) => to.map((b) => relation(scene.objects[a].box, scene.objects[b].box)));
          assert.deepEqual([...new Set(found)], [direction], text);
          checked++;
        }
      }
    }
    assert.ok(checked > 200);
  });

  test("say a scene in different ways, with a small vocabulary", () => {
    const words = captioned.flatMap(({ captions }) => captions.flatMap((caption) => caption.words));
    assert.ok(new Set(words).size < 200);
    const lengths = captioned.map(({ captions }) => new Set(captions.map((caption) => caption.words.length)).size);
    assert.ok(lengths.filter((different) => different > 1).length > 0.95 * captioned.length);
    assert.ok(captioned.every(({ captions }) => captions.every((caption) => caption.words.length <= 26)));
  });

  test("take the right article", () => {
    for (const { captions } of captioned) {
      for (const { text } of captions) assert.doesNotMatch(text, /\ba [aeiou]|\ban [^aeiou]/);
    }
  });
});
